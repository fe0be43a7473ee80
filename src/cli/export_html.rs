//! `tillside export --format html`: the companions of a product as HTML, for the place between the
//! tags of an element; `--format element`: the whole element, with its offer as a declarative shadow
//! root; and `--format head`: the line that makes the first paint early.
//!
//! The companions are shown without scripts and read by crawlers, until the element shows its offer.
//! They have no prices, because a template of the shop may keep them longer than a price.
//!
//! *Invariants*: text and addresses of the shop are escaped; an address that the widget would not show is not written.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use html_escape::{encode_double_quoted_attribute, encode_text};
use jiff::Timestamp;

use super::CliError;
use super::args::{ExportArgs, Format};
use super::output::print;
use crate::build::{DefaultPlans, plan_name};
use crate::graph::{Graph, Manifest, market_of, read_markets};
use crate::model::{OfferItem, OfferKind, SkuKey};
use crate::widget::{ENGLISH, safe_address};

/// Writes one file for each product into a directory, or prints the fragment of one product.
pub(super) fn html(args: &ExportArgs, manifest: &Manifest, graph: &Graph) -> Result<(), CliError> {
    let plans = DefaultPlans::new(manifest, graph);
    let title = heading(&args.graph);
    let of = |sku: &SkuKey| {
        let companions = fragment(title, &companions(&plans, sku));
        match args.format {
            Format::Element => element(args, &plans, sku, title, &companions),
            _ => companions,
        }
    };
    match (&args.sku, &args.out) {
        (Some(sku), _) => {
            let sku = SkuKey::new(sku);
            if graph.product(&sku).is_none() {
                let message = format!("The graph has no product {}.", sku.as_str());
                return Err(CliError::Input(message));
            }
            print(|out| out.write_all(of(&sku).as_bytes()))
        }
        (None, Some(out)) => write_all(out, graph, of),
        (None, None) => Err(CliError::Input(
            "This format needs --sku for one product, or --out for a directory.".to_owned(),
        )),
    }
}

fn write_all(out: &Path, graph: &Graph, of: impl Fn(&SkuKey) -> String) -> Result<(), CliError> {
    let fail = |error| CliError::Input(format!("{}: {error}.", out.display()));
    fs::create_dir_all(out).map_err(fail)?;
    for product in graph.products() {
        let sku = SkuKey::new(product.sku);
        // The names are those of the default plans, with another ending.
        let Some(name) = plan_name(&sku) else {
            continue;
        };
        let path = out.join(name).with_extension("html");
        fs::write(path, of(&sku)).map_err(fail)?;
    }
    Ok(())
}

/// The heading, which is in English; empty for a market whose pages are in other languages.
fn heading(directory: &Path) -> &'static str {
    let market = market_of(directory).map(|(id, _)| id);
    let markets = read_markets(directory);
    let found = markets.iter().find(|known| Some(&*known.id) == market);
    let is_english = |tag: &String| tag.to_lowercase().split('-').next() == Some("en");
    let languages = found.map_or(&[][..], |market| &market.languages);
    if !languages.is_empty() && !languages.iter().any(is_english) {
        return "";
    }
    let title = ENGLISH.iter().find(|(key, _)| *key == "bundle.title");
    title.map_or("", |(_, text)| *text)
}

/// The companions as a heading and a list of links; empty without companions.
fn fragment(title: &str, items: &[OfferItem]) -> String {
    let head = if title.is_empty() {
        String::new()
    } else {
        format!("<h2>{title}</h2>\n")
    };
    let mut html = String::new();
    for item in items {
        let title = encode_text(&item.title);
        let line = match item.url.as_deref().and_then(safe_address) {
            Some(url) => {
                let url = encode_double_quoted_attribute(url);
                format!("  <li><a href=\"{url}\">{title}</a></li>\n")
            }
            None => format!("  <li>{title}</li>\n"),
        };
        html.push_str(&line);
    }
    if html.is_empty() {
        return html;
    }
    format!("{head}<ul>\n{html}</ul>\n")
}

/// The element with its offer, and the companions between its tags.
///
/// Without an offer that every unknown shopper may see, it is the element alone; the reason is
/// printed if one product was asked for.
fn element(
    args: &ExportArgs,
    plans: &DefaultPlans<'_>,
    sku: &SkuKey,
    title: &str,
    companions: &str,
) -> String {
    let now_ms = Timestamp::now().as_millisecond();
    let root = if title.is_empty() {
        Err("the pages of this market are in other languages than English".to_owned())
    } else {
        let root = plans.shadow_root(args.element, sku, args.theme.as_deref(), now_ms);
        root.map_err(|reason| reason.to_string())
    };
    let tag = args.element.tag();
    if let (Err(reason), Some(_)) = (&root, &args.sku) {
        let sku = sku.as_str();
        eprintln!("<tillside-{tag}> of {sku} is written without an offer: {reason}.");
    }
    let inner = if args.element == OfferKind::Bundle {
        companions
    } else {
        ""
    };
    let sku = encode_double_quoted_attribute(sku.as_str());
    let root = root.unwrap_or_default();
    format!("<tillside-{tag} sku=\"{sku}\">{root}\n{inner}</tillside-{tag}>\n")
}

/// Prints the line for the head of a product page; a template of the shop replaces `SKU`.
pub(super) fn head(args: &ExportArgs) -> Result<(), CliError> {
    let sku = args.sku.as_deref().map_or_else(
        || Some("SKU.json".to_owned()),
        |sku| plan_name(&SkuKey::new(sku)),
    );
    let Some(name) = sku else {
        return Err(CliError::Input(
            "This SKU cannot be the name of a file, so the product has no default plan.".to_owned(),
        ));
    };
    let mut address = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~!'()*".contains(&byte) {
            address.push(byte.into());
        } else {
            // Cannot fail: a string has no errors.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    let market = market_of(&args.graph);
    let folder = market.map_or_else(String::new, |(id, _)| format!("markets/{id}/"));
    print(|out| {
        writeln!(
            out,
            "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"/graph/{folder}plans/{address}\">"
        )
    })
}

/// The companions of a product in the bundle that an unknown shopper sees.
fn companions(plans: &DefaultPlans<'_>, sku: &SkuKey) -> Vec<OfferItem> {
    let offers = plans.plan_of(OfferKind::Bundle, sku).offers.into_iter();
    let items = offers.flat_map(|offer| offer.items);
    items.filter(|item| !sku.is(&item.sku)).collect()
}
