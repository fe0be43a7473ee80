//! The arguments of the command line.

use std::path::PathBuf;

use bytesize::ByteSize;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::build::DEFAULT_PLAN_KINDS;
use crate::cluster::Dialect;
use crate::earnings::{Group, Spellings};
use crate::evaluate::MethodName;
use crate::import::{
    Accept, DateForm, Decimal, ImportOptions, Preset, PriceIs, Reading, Role, RowLayout,
};
use crate::model::{Currency, OfferKind};

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
    /// Print SQL with which a database counts the orders, for `tillside build --tables`
    Sql(SqlArgs),
    /// Measure recommendations on the shop's own orders, compared with textbook methods
    Evaluate(EvaluateArgs),
    /// Replay the latest orders: how often each offer of shop.toml is shown, and how often its
    /// products are bought later
    Simulate(SimulateArgs),
    /// Report what the offers earned: orders with offers against the control group, and each offer
    Report(ReportArgs),
    /// Recommend products for carts from a file
    Recommend(RecommendArgs),
    /// Explain a graph or a product in words
    Inspect(InspectArgs),
    /// List every product of a graph
    Export(ExportArgs),
    /// Find errors in shop.toml, and rules that never apply
    Check(CheckArgs),
    /// Serve a folder of static files on this machine, to preview a shop with the widget
    Serve(ServeArgs),
    /// Print the parts of the contract that the program defines, for the tools of this repository
    #[command(hide = true)]
    Contract(ContractArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ContractArgs {
    /// Print JSON
    #[arg(long, required = true)]
    json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tillside build --orders orders.csv --out graph --currency GBP
  tillside build --orders orders_export.csv --preset shopify --catalog products.csv --shop shop.toml --out graph
  tillside build --orders sales.csv --column order=Receipt --column sku=\"Article no\" --out graph
  tillside build --tables tables --catalog products.csv --currency GBP --out graph")]
#[command(mut_arg("orders", |arg| arg.required_unless_present_any(["sessions", "tables"])))]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Folder with the tables that the scripts of `tillside sql` wrote, in place of an export
    #[arg(long, value_name = "DIR", conflicts_with_all = ["orders", "sessions"])]
    pub(super) tables: Option<PathBuf>,
    #[command(flatten)]
    pub(super) catalog: CatalogArgs,
    /// The shop's terms: currency, delivery, memberships, links
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Directory to write the graph to
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Date of the prices, such as 2026-11-23 [default: the date of the newest order]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Publish a count ("in 41 of 120 orders") only if it is at least this number
    #[arg(long, value_name = "ORDERS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) min_support: u32,
    /// Round published counts to steps: 1, 2, 5, 10, 20, 50, 100 and so on ("in 20 of 200 orders")
    #[arg(long)]
    pub(super) hide_counts: bool,
    /// Number of products whose pages are planned in advance, those with the most orders first
    #[arg(long, value_name = "PRODUCTS", default_value_t = 20_000)]
    pub(super) default_plans: usize,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The first script reads the table of order lines, the second one counts pairs (docs/cluster.md).
Examples:
  tillside sql --dialect duckdb --table order_lines --location tables > first.sql
  tillside sql --dialect duckdb --tables tables --location tables --catalog products.csv > second.sql
  tillside build --tables tables --catalog products.csv --currency GBP --out graph"
)]
pub(super) struct SqlArgs {
    /// The database
    #[arg(long, value_name = "NAME", value_parser = dialect())]
    pub(super) dialect: Dialect,
    /// Print the first script: the table or view of order lines
    #[arg(long, value_name = "NAME", required_unless_present = "tables")]
    pub(super) table: Option<String>,
    /// Print the second script: folder with the tables that the first one wrote
    #[arg(long, value_name = "DIR", conflicts_with = "table")]
    pub(super) tables: Option<PathBuf>,
    /// Where the database writes its tables: a folder, s3://…, gs://… or @stage/…
    #[arg(long, value_name = "PATH")]
    pub(super) location: String,
    #[command(flatten)]
    pub(super) catalog: CatalogArgs,
    /// The shop's terms: the currency
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    #[command(flatten)]
    pub(super) learning: LearningArgs,
    /// Drop invalid rows of the catalog instead of stopping
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
    /// Limit for the unpacked size of a file, such as 8GB [default: 200 times its size, at least 64MB]
    #[arg(long, value_name = "SIZE")]
    pub(super) max_input: Option<ByteSize>,
}

impl SqlArgs {
    /// How to read the catalog.
    pub(super) fn reading(&self) -> ImportOptions {
        ImportOptions {
            skip_bad_rows: self.skip_bad_rows,
            max_bytes: self.max_input.map(|size| size.as_u64()),
            today: Some(jiff::Zoned::now().date()),
            ..ImportOptions::default()
        }
    }
}

fn dialect() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::ALL.map(Dialect::word))
        .map(|word| Dialect::by_word(&word).unwrap_or(Dialect::DuckDb))
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse()
        .map_err(|_| "invalid date; write year, month and day, such as 2026-11-23")
}

/// The merchant's catalog.
#[derive(Debug, clap::Args)]
pub(super) struct CatalogArgs {
    /// List of products with titles, prices, links, pictures, variants (CSV, workbook, feed, JSON or Parquet)
    #[arg(long, value_name = "FILE")]
    pub(super) catalog: Option<PathBuf>,
    /// Map a column of the catalog, such as price="Retail price"
    #[arg(long = "catalog-column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    pub(super) catalog_columns: Vec<(Role, String)>,
}

/// How to read an order export.
#[derive(Debug, clap::Args)]
pub(super) struct ReadingArgs {
    /// The system that wrote the export [default: recognized by its columns]
    #[arg(long, value_name = "PRESET", value_parser = preset())]
    preset: Option<Preset>,
    /// Map a column of the orders, such as sku="Article no"
    #[arg(long = "column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    columns: Vec<(Role, String)>,
    /// Drop invalid rows instead of stopping
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
    /// Limit for the unpacked size of a gzip or Parquet file, such as 8GB [default: 200 times
    /// its size, at least 64MB]
    #[arg(long, value_name = "SIZE")]
    pub(super) max_input: Option<ByteSize>,
    /// Read the export like an earlier one, and stop if it differs: a file that --write-reading wrote
    #[arg(long, value_name = "FILE", value_parser = reading)]
    reading: Option<Reading>,
    /// Form of the dates: day-first, month-first, year-first, spreadsheet-days or unix [default:
    /// detected]
    #[arg(long, value_name = "FORM", value_parser = DateForm::parse)]
    dates: Option<DateForm>,
    /// Notation of amounts: point, comma, hundredths for whole cents, or millionths [default:
    /// detected]
    #[arg(long, value_name = "SIGN", value_parser = Decimal::parse)]
    decimal: Option<Decimal>,
    /// Unit of the price column: piece or line [default: detected]
    #[arg(long, value_name = "WHAT", value_parser = PriceIs::parse)]
    price_for: Option<PriceIs>,
    /// A status of cancelled orders, in addition to those that are recognized, such as X. May be
    /// given several times
    #[arg(long = "cancelled-status", value_name = "STATUS")]
    cancelled_statuses: Vec<String>,
    /// A status of orders that count, although it is recognized as one of cancelled or unpaid orders.
    /// May be given several times
    #[arg(long = "bought-status", value_name = "STATUS")]
    bought_statuses: Vec<String>,
    /// Encoding of a text file, such as windows-1251 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Sheet of a workbook to read [default: those with the clearest header]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Whether quotation marks enclose cells: usual, or none if they are ordinary characters
    #[arg(long, default_value = "usual", value_parser = ["usual", "none"])]
    quotes: String,
    /// Accept unusual contents of the file; the error message gives the name. May be given several
    /// times
    #[arg(long, value_name = "NAME", value_parser = Accept::parse)]
    pub(super) accept: Vec<Accept>,
}

fn preset() -> impl TypedValueParser<Value = Preset> {
    let values = Preset::words().into_iter();
    PossibleValuesParser::new(values.map(|(word, title)| PossibleValue::new(word).help(title)))
        .map(|word| Preset::by_word(&word).unwrap_or_default())
}

fn encoding(name: &str) -> Result<&'static Encoding, &'static str> {
    Encoding::for_label(name.as_bytes())
        .ok_or("unknown encoding; use a name such as utf-8, windows-1252 or shift_jis")
}

fn reading(path: &str) -> Result<Reading, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Reading::from_toml(&text)
}

impl ReadingArgs {
    pub(super) fn options(&self) -> ImportOptions {
        ImportOptions {
            rows: RowLayout::Orders,
            preset: self.preset,
            columns: self.columns.clone(),
            unread: Vec::new(),
            skip_bad_rows: self.skip_bad_rows,
            max_bytes: self.max_input.map(|size| size.as_u64()),
            encoding: self.encoding,
            sheet: self.sheet.clone(),
            no_quotes: self.quotes == "none",
            dates: self.dates,
            decimal: self.decimal,
            price_is: self.price_for,
            currency: None,
            needs_currency: false,
            reading: self.reading.clone(),
            cancelled_statuses: self.cancelled_statuses.clone(),
            bought_statuses: self.bought_statuses.clone(),
            accepted: self.accept.clone(),
            today: Some(jiff::Zoned::now().date()),
        }
    }
}

/// Sources of orders, and options of learning.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArgs {
    /// Order export: CSV, .xlsx, .ods, JSON or Parquet, also in gzip or ZIP; may be given several
    /// times
    #[arg(long, required_unless_present = "sessions", value_name = "FILE")]
    pub(super) orders: Vec<PathBuf>,
    /// Product views: one row per view, with columns for the session, the SKU and the time; may be
    /// given several times
    #[arg(long, value_name = "FILE")]
    pub(super) sessions: Vec<PathBuf>,
    /// Map a column of the sessions, such as order="Visit no"
    #[arg(long = "session-column", value_name = "WORD=HEADER", value_parser = Role::parse_mapping)]
    pub(super) session_columns: Vec<(Role, String)>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) learning: LearningArgs,
}

/// Options of learning.
#[derive(Debug, clap::Args)]
pub(super) struct LearningArgs {
    /// Currency of the prices [default: from shop.toml, else the only one in the orders]
    #[arg(long, value_name = "CODE", value_parser = |code: &str| Currency::new(code))]
    pub(super) currency: Option<Currency>,
    /// Maximum number of companions per product [default: tuned, about 10]
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) neighbors: Option<u8>,
    /// Target percentage of products that are recommended on some page; a higher one costs a few
    /// hits
    #[arg(long, value_name = "PERCENT", default_value_t = 95, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) coverage: u8,
    /// Print neither progress nor summary
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Orders are split by time: nine tenths for learning and tuning, the last tenth for the test.
Methods: popularity, confidence, jaccard, cosine, llr, tuned (the model of `tillside build`)."
)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Methods to compare, separated by commas [default: all]
    #[arg(long, value_delimiter = ',', value_name = "NAME,…", value_parser = MethodName::parse)]
    pub(super) methods: Vec<MethodName>,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(super) json: bool,
    /// Write an HTML page with charts, for reading and printing
    #[arg(long, value_name = "FILE.html")]
    pub(super) report: Option<PathBuf>,
    /// Leave out patterns of fewer orders or customers than this in the report
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
    /// The shop's terms: currency, delivery, memberships and all other rules
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tillside report --orders orders.csv --column group=\"Tillside group\" --out report.html
  tillside report --orders orders.csv --events events.jsonl --shop shop.toml --since 2026-09-01 --out report.html")]
pub(super) struct ReportArgs {
    /// Order export, with the group of each order in a column or in the event log; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    pub(super) orders: Vec<PathBuf>,
    /// Event log: one JSON object per line, as it is or in gzip (docs/report.md); may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) events: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// How the orders and the log spell a group, such as A=control; may be given several times
    #[arg(long = "group", value_name = "WORD=GROUP", value_parser = Spellings::parse)]
    pub(super) groups: Vec<(String, Group)>,
    /// The shop's terms: the currency, and the percentage of shoppers in the control group
    #[arg(long, value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Currency of the report [default: from shop.toml, else the only one in the orders]
    #[arg(long, value_name = "CODE", value_parser = |code: &str| Currency::new(code))]
    pub(super) currency: Option<Currency>,
    /// First day of the report, such as 2026-09-01
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) since: Option<Date>,
    /// Last day of the report, included
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) until: Option<Date>,
    /// Write a page with charts, for reading and printing
    #[arg(long, value_name = "FILE.html")]
    pub(super) out: Option<PathBuf>,
    /// Print JSON instead of sentences
    #[arg(long)]
    pub(super) json: bool,
    /// Print no progress
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecommendArgs {
    /// Directory that `tillside build` wrote, or the folder of a market in it: graph/markets/de
    #[arg(long, value_name = "DIR")]
    pub(super) graph: PathBuf,
    /// File with one JSON array of SKUs per line; `-` reads standard input
    // Market-basket data sets and their tools use the name "baskets" for such a file.
    #[arg(long, alias = "baskets", value_name = "FILE")]
    pub(super) carts: PathBuf,
    /// Number of recommendations per cart
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tillside inspect --graph graph --sku 85123A
  tillside inspect --orders orders.csv                                # how would this export be read?
  tillside inspect --orders orders.csv --catalog products.csv         # … and this list of products?
  tillside inspect --orders orders.csv --write-reading orders.toml    # … and read the next one like it")]
pub(super) struct InspectArgs {
    /// Directory that `tillside build` wrote, or the folder of a market in it: graph/markets/de
    #[arg(long, value_name = "DIR", conflicts_with = "catalog", required_unless_present_any = ["orders", "catalog"])]
    pub(super) graph: Option<PathBuf>,
    /// Explain this product's links
    #[arg(long, value_name = "SKU", requires = "graph")]
    pub(super) sku: Option<String>,
    /// Order export: show how it would be read
    #[arg(long, value_name = "FILE", conflicts_with = "graph")]
    pub(super) orders: Option<PathBuf>,
    #[command(flatten)]
    pub(super) catalog: CatalogArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Currency of the prices
    #[arg(long, value_name = "CODE", value_parser = |code: &str| Currency::new(code))]
    pub(super) currency: Option<Currency>,
    /// Write the reading to a file, for --reading
    #[arg(long, value_name = "FILE", requires = "orders")]
    pub(super) write_reading: Option<PathBuf>,
    /// Print JSON instead of lines
    #[arg(long, conflicts_with = "sku")]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Directory that `tillside build` wrote, or the folder of a market in it: graph/markets/de
    #[arg(long, value_name = "DIR")]
    pub(super) graph: PathBuf,
    /// Format of the list
    #[arg(long, default_value = "csv")]
    pub(super) format: Format,
    /// Same as --format related-product
    #[arg(long, conflicts_with = "format")]
    pub(super) related_product: bool,
    /// With --format html, element or head: the product
    #[arg(long, value_name = "SKU")]
    pub(super) sku: Option<String>,
    /// With --format html or element: directory to write a file for each product to
    #[arg(long, value_name = "DIR", conflicts_with = "sku")]
    pub(super) out: Option<PathBuf>,
    /// With --format element: the kind of offer
    #[arg(long, value_name = "KIND", default_value = "bundle", value_parser = painted_kind())]
    pub(super) element: OfferKind,
    /// With --format element: `data-theme` of the script tag
    #[arg(long, value_name = "THEME", value_parser = THEMES)]
    pub(super) theme: Option<String>,
}

/// The presets of `www/themes.js`.
const THEMES: [&str; 5] = ["inherit", "plain", "dawn", "storefront", "bootstrap"];

/// The kinds of offers that a default plan decides.
fn painted_kind() -> impl TypedValueParser<Value = OfferKind> {
    let tags = PossibleValuesParser::new(DEFAULT_PLAN_KINDS.map(OfferKind::tag));
    tags.try_map(|tag| OfferKind::from_tag(&tag).ok_or("not a kind of offer"))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// For spreadsheets, and for `tillside build --catalog`
    Csv,
    /// For programs
    Json,
    /// Links in the columns `id` and `related_product` of Google Merchant Center
    RelatedProduct,
    /// The companions of a product for the place between an element's tags: read without scripts
    Html,
    /// The element of a product with its offer, which browsers paint before any script
    Element,
    /// The line for the head of a product page that requests its default plan early
    Head,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 without errors (hints do not count), 1 with errors, 2 if a file cannot be read.
Examples:
  tillside check shop.toml --graph graph --orders orders.csv
  tillside check --schema > shop.schema.json    # begin shop.toml with: #:schema ./shop.schema.json"
)]
pub(super) struct CheckArgs {
    /// The file to check
    #[arg(value_name = "SHOP.toml", required_unless_present = "schema")]
    pub(super) file: Option<PathBuf>,
    /// Directory that `tillside build` wrote, or the folder of a market in it, such as
    /// graph/markets/de: checks that the SKUs exist and can be offered
    #[arg(long, value_name = "DIR")]
    pub(super) graph: Option<PathBuf>,
    /// Order export: checks whether orders reach the thresholds; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) orders: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Print JSON instead of lines
    #[arg(long)]
    pub(super) json: bool,
    /// Print the JSON Schema of shop.toml, with which editors complete and check the file
    #[arg(long, conflicts_with_all = ["file", "graph", "orders", "json"])]
    pub(super) schema: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// Folder to serve
    pub(super) dir: PathBuf,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    pub(super) port: u16,
}
