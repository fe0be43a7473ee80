//! What can be said on the command line.

use std::path::PathBuf;

use bytesize::ByteSize;
use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::evaluate::Named;
use crate::import::{ImportOptions, Preset, Role, Rows};
use crate::model::Currency;

/// Product recommendations from a shop's own orders, for its own pages.
#[derive(Debug, Parser)]
#[command(name = "tillside", version, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Learn from an order export and write the graph that the widget reads
    Build(BuildArgs),
    /// Measure on the shop's own orders how well recommendations hit, beside the textbook methods
    Evaluate(EvaluateArgs),
    /// Replay the latest orders through the offers of shop.toml: what would have been shown, and what shoppers bought anyway
    Simulate(SimulateArgs),
    /// Recommend products for baskets from a file
    Recommend(RecommendArgs),
    /// Explain in words what a graph knows
    Inspect(InspectArgs),
    /// List every product of a graph
    Export(ExportArgs),
    /// Look for mistakes in shop.toml, and for rules in it that never do anything
    Check(CheckArgs),
    /// Serve a folder of static files on this machine, to look at a shop with the widget in it
    Serve(ServeArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tillside build --orders orders.csv --out graph --currency GBP
  tillside build --orders orders_export.csv --preset shopify --catalog products.csv --shop shop.toml --out graph
  tillside build --orders sales.csv --column order=Receipt --column sku=\"Article no\" --out graph")]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    #[command(flatten)]
    pub(super) catalog: CatalogArgs,
    /// Currency, delivery terms, memberships and links of the shop
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Directory to write the graph to
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The day that prices are of, such as 2026-11-23 [default: the day of the newest order]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Disclosure counts ("in 41 of 120 orders") only from this number of orders on
    #[arg(long, value_name = "ORDERS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) min_support: u32,
    /// Disclosure counts in steps of 5, 10, 20, 50, 100 … only ("in 20 of 200 orders")
    #[arg(long)]
    pub(super) hide_counts: bool,
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse()
        .map_err(|_| "there is no such day; write year, month and day, such as 2026-11-23")
}

/// The merchant's own list of products.
#[derive(Debug, clap::Args)]
pub(super) struct CatalogArgs {
    /// List of products with titles, prices, links, pictures, variants (CSV or Parquet)
    #[arg(long, value_name = "FILE")]
    pub(super) catalog: Option<PathBuf>,
    /// Which column of the list holds what, such as price="Retail price"
    #[arg(long = "catalog-column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    pub(super) catalog_columns: Vec<(Role, String)>,
}

/// How an order export is to be read.
#[derive(Debug, clap::Args)]
pub(super) struct ReadingArgs {
    /// The system that wrote the export [default: recognised by its columns]
    #[arg(long)]
    preset: Option<PresetArg>,
    /// Which column of the orders holds what, such as sku="Article no"
    #[arg(long = "column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    columns: Vec<(Role, String)>,
    /// Drop rows that cannot be understood instead of stopping
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
    /// How much may come out of a packed file (gzip, Parquet), such as 8GB [default: 200 times its size, and 64MB in any case]
    #[arg(long, value_name = "SIZE")]
    pub(super) max_input: Option<ByteSize>,
}

impl ReadingArgs {
    pub(super) fn options(&self) -> ImportOptions {
        let Self {
            preset,
            columns,
            skip_bad_rows,
            max_input,
        } = self;
        ImportOptions {
            rows: Rows::Orders,
            preset: preset.map(Preset::from),
            columns: columns.clone(),
            skip_bad_rows: *skip_bad_rows,
            max_bytes: max_input.map(|size| size.as_u64()),
        }
    }
}

/// Where orders come from, and how links are learned from them.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArgs {
    /// Order export: CSV, gzipped CSV or Parquet; may be given several times
    #[arg(long, required_unless_present = "sessions", value_name = "FILE")]
    pub(super) orders: Vec<PathBuf>,
    /// What shoppers looked at: a row for each look, with columns for the visit, the SKU and the time; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) sessions: Vec<PathBuf>,
    /// Which column of the sessions holds what, such as order="Visit no"
    #[arg(long = "session-column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    pub(super) session_columns: Vec<(Role, String)>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Currency of the prices [default: from shop.toml, else the only one in the orders]
    #[arg(long, value_name = "CODE", value_parser = |code: &str| Currency::new(code))]
    pub(super) currency: Option<Currency>,
    /// Keep at most this many companions for each product [default: what suits the shop, about 10]
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) neighbors: Option<u8>,
    /// Percentage of the products that should be recommended on some page: more finds more, and hits a little less
    #[arg(long, value_name = "PERCENT", default_value_t = 95, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) coverage: u8,
    /// Print neither progress nor summary
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Orders are split by time: the settings are found on the first nine tenths, the last tenth is the test.
Methods: popularity, confidence, jaccard, cosine, llr, tuned (what `tillside build` ships)."
)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Methods to compare, with commas between them [default: all]
    #[arg(long, value_delimiter = ',', value_name = "NAME,…", value_parser = Named::parse)]
    pub(super) methods: Vec<Named>,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(super) json: bool,
    /// Write a page with pictures, for reading and printing
    #[arg(long, value_name = "FILE.html")]
    pub(super) report: Option<PathBuf>,
    /// Tell of nothing in the report that fewer orders or customers stand behind
    #[arg(long, value_name = "ORDERS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) min_support: u32,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Orders are split by time: the graph is learned from the first nine tenths, the last tenth is replayed."
)]
pub(super) struct SimulateArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    #[command(flatten)]
    pub(super) catalog: CatalogArgs,
    /// Currency, delivery terms, memberships and all other rules of the shop
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecommendArgs {
    /// Directory that `tillside build` wrote
    #[arg(long, value_name = "DIR")]
    pub(super) graph: PathBuf,
    /// File with one JSON array of SKUs a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(super) baskets: PathBuf,
    /// Recommend this many products for each basket
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
}

#[derive(Debug, clap::Args)]
pub(super) struct InspectArgs {
    /// Directory that `tillside build` wrote
    #[arg(long, value_name = "DIR")]
    pub(super) graph: PathBuf,
    /// Explain this product's links
    #[arg(long, value_name = "SKU")]
    pub(super) sku: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Directory that `tillside build` wrote
    #[arg(long, value_name = "DIR")]
    pub(super) graph: PathBuf,
    /// How to write the list
    #[arg(long, default_value = "csv")]
    pub(super) format: Format,
    /// Short for --format related-product
    #[arg(long, conflicts_with = "format")]
    pub(super) related_product: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// For spreadsheets, and for `tillside build --catalog`
    Csv,
    /// For programs
    Json,
    /// Links in the columns `id` and `related_product` of Google Merchant Center
    RelatedProduct,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 if there is no error (hints are none), 1 if there is one, 2 if a file cannot be read.
Examples:
  tillside check shop.toml --graph graph --orders orders.csv
  tillside check --schema > shop.schema.json    # begin shop.toml with: #:schema ./shop.schema.json"
)]
pub(super) struct CheckArgs {
    /// The file to check
    #[arg(value_name = "SHOP.toml", required_unless_present = "schema")]
    pub(super) file: Option<PathBuf>,
    /// Directory that `tillside build` wrote: do the SKUs exist, and can they be shown?
    #[arg(long, value_name = "DIR")]
    pub(super) graph: Option<PathBuf>,
    /// Order export: do shoppers reach the thresholds? May be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) orders: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Print JSON instead of lines
    #[arg(long)]
    pub(super) json: bool,
    /// Print the JSON Schema of shop.toml, which editors complete and check it with
    #[arg(long, conflicts_with_all = ["file", "graph", "orders", "json"])]
    pub(super) schema: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The folder to serve
    pub(super) dir: PathBuf,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    pub(super) port: u16,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum PresetArg {
    /// UCI Online Retail
    Uci,
    /// Shopify's order export
    Shopify,
    /// WooCommerce order exports
    Woocommerce,
    /// Usual column names, no special rules
    Plain,
}

impl From<PresetArg> for Preset {
    fn from(preset: PresetArg) -> Self {
        match preset {
            PresetArg::Uci => Self::Uci,
            PresetArg::Shopify => Self::Shopify,
            PresetArg::Woocommerce => Self::Woocommerce,
            PresetArg::Plain => Self::Plain,
        }
    }
}
