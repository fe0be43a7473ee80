//! A default plan as HTML: what `www/first_paint.js` paints for an unknown shopper, as a declarative
//! shadow root. A browser paints it with the page, before any script has arrived.
//!
//! ```html
//! <tillside-bundle sku="22423"><template shadowrootmode="open"><style>…</style>
//! <div class="mount" dir="ltr" hidden><section class="bundle" part="bundle">…</section></div>
//! <slot></slot><div class="live-region" aria-live="polite"></div></template>…</tillside-bundle>
//! ```
//!
//! The module keeps the nodes if they are equal to those that it would build, and replaces them
//! otherwise (`www/declared_offer.js`). Until then, buttons are disabled, because nothing answers a
//! click yet. If a policy of the page blocks the style, `hidden` hides the offer.
//!
//! *Invariants*: the same nodes as `build` in `www/first_paint.js`, with the same texts; text and
//! addresses of the shop are escaped; an offer that may be wrong for an unknown shopper is not
//! written.

use std::fmt;

use html_escape::{encode_double_quoted_attribute, encode_text};
use serde_json::{Map, Value};

use crate::widget::{filled, safe_address};

/// The rules of all elements, which the module has, too.
const STYLE: &str = include_str!("../../www/tillside.css");

/// The rules until the module has arrived. Without scripts, the shop's own content is shown.
const EARLY_STYLE: &str = "
.mount[hidden] { display: block; }
.mount[hidden] button:disabled { background: var(--_accent); color: var(--_accent-ink); cursor: progress; }
.mount[hidden] .dismiss:disabled { background: none; color: var(--_muted); }
@media (scripting: none) { .mount[hidden] { display: none; } .mount:not(:empty) + slot { display: contents; } }
";

/// Why an element has no offer in its HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpainted {
    /// The product has no such offer.
    NoOffer,
    /// The shopper may belong to the control group.
    ControlGroup,
    /// Prices and stock are read from `live.json`.
    LivePrices,
    /// One of the products is the deal of the day, today or on a neighboring day.
    DealOfTheDay,
    /// The prices are too old, or one of them has ended.
    Expired,
    /// Only the browser knows how amounts in this currency are written.
    UnknownCurrency,
}

impl fmt::Display for Unpainted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoOffer => "the product has no such offer",
            Self::ControlGroup => "the shopper may belong to the control group of [experiment]",
            Self::LivePrices => "[freshness] live announces other prices",
            Self::DealOfTheDay => "one of the products is the deal of the day around today",
            Self::Expired => "the prices are older than [freshness] permits, or have ended",
            Self::UnknownCurrency => {
                "only the browser knows how amounts in this currency are written in English"
            }
        })
    }
}

/// Writes the content of an element's shadow root: the offer of the element's kind in a default
/// plan. `theme` is that of the script tag; `now_ms` is the time in milliseconds since 1970.
///
/// # Errors
/// [`Unpainted`] if an unknown shopper may have to see something else.
pub(super) fn shadow_root(
    plan: &Map<String, Value>,
    tag: &str,
    theme: Option<&str>,
    now_ms: i64,
) -> Result<String, Unpainted> {
    let number = |key: &str| plan.get(key).and_then(Value::as_i64);
    if plan.contains_key("control") {
        return Err(Unpainted::ControlGroup);
    }
    if plan.contains_key("live") {
        return Err(Unpainted::LivePrices);
    }
    if number("until").is_some_and(|until| now_ms >= until) {
        return Err(Unpainted::Expired);
    }
    let (nodes, depends) = offer(plan, tag).ok_or(Unpainted::NoOffer)?;
    if is_deal(depends, number("cycle"), now_ms) {
        return Err(Unpainted::DealOfTheDay);
    }
    let mut writer = Writer {
        words: Words::new(plan).ok_or(Unpainted::UnknownCurrency)?,
        html: String::new(),
    };
    writer.node(nodes);
    let theme = theme.map_or(String::new(), |theme| format!(" data-theme=\"{theme}\""));
    Ok(format!(
        "<template shadowrootmode=\"open\"><style>{}{EARLY_STYLE}</style>\
         <div class=\"mount\" dir=\"ltr\"{theme} hidden>{}</div>\
         <slot></slot><div class=\"live-region\" aria-live=\"polite\"></div></template>",
        without_comments(STYLE),
        writer.html
    ))
}

/// The nodes of the first offer of a kind that is shown, and what it depends on.
fn offer<'p>(plan: &'p Map<String, Value>, tag: &str) -> Option<(&'p Value, &'p Value)> {
    let offers = plan.get("offers")?.as_array()?;
    let parts = offers.iter().filter_map(Value::as_array);
    let mut shown = parts.filter_map(|parts| match parts.as_slice() {
        [Value::String(kind), nodes @ Value::Array(_), depends] if kind == tag => {
            Some((nodes, depends))
        }
        _ => None,
    });
    shown.next()
}

/// Whether one of the products is the deal of the day in whatever time zone.
fn is_deal(depends: &Value, cycle: Option<i64>, now_ms: i64) -> bool {
    let today = now_ms.div_euclid(super::default_plans::DAY_MS);
    let days = depends.get("days").and_then(Value::as_array);
    let mut days = days.into_iter().flatten().filter_map(Value::as_i64);
    days.any(|day| {
        [-1, 0, 1].iter().any(|shift| {
            let near = today.saturating_add(*shift);
            cycle.and_then(|cycle| near.checked_rem_euclid(cycle)) == Some(day)
        })
    })
}

/// The texts of a plan in English.
struct Words<'p> {
    digits: usize,
    texts: &'p Map<String, Value>,
    /// How amounts are written: `[before, decimal sign, after, sign between thousands]`.
    shape: [&'p str; 4],
}

impl<'p> Words<'p> {
    fn new(plan: &'p Map<String, Value>) -> Option<Self> {
        let shapes = plan.get("shapes")?.as_object()?;
        let is_english = |tag: &&String| *tag == "en" || tag.starts_with("en-");
        // "en" first: the shape of a page without a country.
        let shape = shapes.get("en").or_else(|| {
            let tag = shapes.keys().find(is_english)?;
            shapes.get(tag)
        })?;
        let [before, point, after, thousands] = shape.as_array()?.as_slice() else {
            return None;
        };
        Some(Self {
            digits: usize::try_from(plan.get("digits")?.as_u64()?).ok()?,
            texts: plan.get("texts")?.as_object()?,
            shape: [
                before.as_str()?,
                point.as_str()?,
                after.as_str()?,
                thousands.as_str()?,
            ],
        })
    }

    /// Writes a description (`src/widget/text_descriptions.rs`) as a text.
    fn text(&self, description: &Value) -> String {
        match description {
            Value::String(text) => text.clone(),
            Value::Number(number) => self.number(&number.to_string()),
            Value::Array(parts) => match parts.as_slice() {
                [Value::Number(minor)] => self.money(&minor.to_string()),
                [Value::String(key), rest @ ..] => self.sentence(key, rest.first(), rest.get(1)),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    fn sentence(&self, key: &str, values: Option<&Value>, count: Option<&Value>) -> String {
        let text = |key: &str| self.texts.get(key).and_then(Value::as_str);
        let values = values.and_then(Value::as_object).into_iter().flatten();
        let mut written: Vec<(&str, String)> = values
            .map(|(name, value)| (name.as_str(), self.text(value)))
            .collect();
        let text = if let Some(count) = count {
            written.push(("count", self.text(count)));
            let category = if count.as_i64() == Some(1) {
                "one"
            } else {
                "other"
            };
            text(&format!("{key}.{category}")).or_else(|| text(&format!("{key}.other")))
        } else {
            text(key)
        };
        let values: Vec<(&str, &str)> = written
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        filled(text.unwrap_or_default(), &values).0
    }

    /// An amount in minor units: `281` is £2.81.
    fn money(&self, minor: &str) -> String {
        let [before, point, after, _] = self.shape;
        let padded = format!("{minor:0>width$}", width = self.digits.saturating_add(1));
        let at = padded.len().saturating_sub(self.digits);
        let (whole, decimals) = padded.split_at_checked(at).unwrap_or((&padded, ""));
        let point = if decimals.is_empty() { "" } else { point };
        [before, &self.grouped(whole), point, decimals, after].concat()
    }

    fn number(&self, plain: &str) -> String {
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let point = if decimals.is_empty() {
            ""
        } else {
            self.shape[1]
        };
        [&self.grouped(whole), point, decimals].concat()
    }

    /// `1234567` as 1,234,567.
    fn grouped(&self, whole: &str) -> String {
        let digits: Vec<char> = whole.chars().collect();
        let groups: Vec<String> = digits
            .rchunks(3)
            .rev()
            .map(|group| group.iter().collect())
            .collect();
        groups.join(self.shape[3])
    }
}

/// Writes nodes as HTML.
struct Writer<'p> {
    words: Words<'p>,
    html: String,
}

impl Writer<'_> {
    /// Writes `[tag, class, attributes, text, child, …]` (`src/widget/views/tree.rs`).
    fn node(&mut self, node: &Value) {
        let Some([Value::String(tag), Value::String(class), rest @ ..]) =
            node.as_array().map(Vec::as_slice)
        else {
            return;
        };
        self.html.extend(["<", tag.as_str()]);
        self.attribute("class", class);
        self.attribute("part", class);
        let attributes = rest.first().and_then(Value::as_object);
        for (name, value) in attributes.into_iter().flatten() {
            self.described_attribute(tag, name, value);
        }
        self.html.push('>');
        if matches!(tag.as_str(), "input" | "img") {
            return;
        }
        if let Some(text) = rest.get(1).filter(|text| **text != 0) {
            let written = self.words.text(text);
            self.html.push_str(&encode_text(&written));
        }
        for child in rest.iter().skip(2) {
            self.node(child);
        }
        self.html.extend(["</", tag.as_str(), ">"]);
    }

    fn described_attribute(&mut self, tag: &str, name: &str, value: &Value) {
        match (name, value) {
            ("disabled", _) if tag == "button" => self.html.push_str(" disabled"),
            (_, Value::Bool(true)) => self.html.extend([" ", name]),
            (_, Value::Bool(false)) => {}
            ("style.inline-size", Value::String(length)) => {
                self.attribute("style", &format!("inline-size: {length};"));
            }
            ("href" | "src", Value::String(address)) => {
                if let Some(address) = safe_address(address) {
                    self.attribute(name, address);
                }
            }
            _ => {
                let written = self.words.text(value);
                self.attribute(name, &written);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let value = encode_double_quoted_attribute(value);
        self.html.extend([" ", name, "=\"", &value, "\""]);
    }
}

/// A stylesheet without its comments, empty lines and indentation.
fn without_comments(style: &str) -> String {
    let mut plain = String::new();
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    plain.push_str(rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
