//! What a page says while it is open.

use wasm_bindgen::JsValue;

use super::{Plain, Unreadable};
use crate::engine::{Bought, Context, Live, PastOrder, Shopper, Today};
use crate::model::{Basket, LineItem, Minor, SkuKey, Stage};
use crate::widget::Words;

/// One thing that a page said, ready to be taken to heart.
pub enum Said {
    /// Something that changes what is planned.
    Context(Box<dyn FnOnce(&mut Context)>),
    /// Strings to replace.
    Words(Words),
}

impl Said {
    /// Reads what a page said, by the name that `www/session.js` gives it; `None` for a name that is not known.
    ///
    /// # Errors
    /// [`Unreadable`] names the first field at fault.
    pub fn read(what: &str, value: JsValue) -> Option<Result<Self, Unreadable>> {
        let said = Plain::new(value, what);
        Some(match what {
            "basket" => basket(&said),
            "purchase" => lines(&said).map(|lines| Self::change(|context| context.purchased = lines)),
            "left" => lines(&said).map(|lines| Self::change(|context| context.left = lines)),
            "unavailable" => skus(&said).map(|skus| Self::change(|context| context.unavailable = skus)),
            "products" => said.list(live).map(|live| Self::change(|context| context.live = live)),
            "shopper" => shopper(&said),
            "plan" => said.optional_text("id").map(|id| Self::change(|context| context.shopper.membership = id)),
            "consent" => {
                let has_consent = said.flag("given");
                Ok(Self::change(move |context| context.shopper.has_consent = has_consent))
            }
            "stage" => stage(&said).map(|stage| Self::change(move |context| context.stage = stage)),
            "dismissed" => said.list(Plain::as_text).map(|dismissed| Self::change(|context| context.dismissed = dismissed)),
            "seen" => {
                said.list(|pair| Ok((pair.text("0")?, pair.whole("1")?))).map(|seen| Self::change(|context| context.seen = seen))
            }
            "clock" => clock(&said),
            "messages" => said.list(|pair| Ok((pair.text("0")?, pair.text("1")?))).map(|words| Self::Words(Words::new(words))),
            _ => return None,
        })
    }

    fn change(change: impl FnOnce(&mut Context) + 'static) -> Self {
        Self::Context(Box::new(change))
    }
}

fn lines(said: &Plain) -> Result<Basket, Unreadable> {
    let line = |line: &Plain| {
        let price_minor = line.optional("priceMinor", Plain::as_number)?;
        Ok(LineItem { sku: line.text("sku")?, quantity: line.whole("quantity")?, price_minor })
    };
    said.list(line).map(Basket::new)
}

/// `{ lines, couponMinor?, taxMinor? }`
fn basket(said: &Plain) -> Result<Said, Unreadable> {
    let basket = lines(&said.field("lines"))?;
    let amount = |name| said.optional(name, not_negative).map(Option::unwrap_or_default);
    let (coupon_minor, tax_minor) = (amount("couponMinor")?, amount("taxMinor")?);
    Ok(Said::change(move |context| {
        context.basket = basket;
        (context.coupon_minor, context.tax_minor) = (coupon_minor, tax_minor);
    }))
}

fn not_negative(amount: &Plain) -> Result<Minor, Unreadable> {
    let minor: Minor = amount.as_number()?;
    if minor < 0 { Err(amount.unreadable("0 or more")) } else { Ok(minor) }
}

fn skus(said: &Plain) -> Result<Vec<SkuKey>, Unreadable> {
    said.list(|sku| sku.as_text().map(|sku| SkuKey::new(&sku)))
}

fn live(live: &Plain) -> Result<Live, Unreadable> {
    let price_minor: Option<Minor> = live.optional("priceMinor", not_negative)?;
    Ok(Live {
        sku: SkuKey::new(&live.text("sku")?),
        price_minor: price_minor.filter(|price| *price > 0),
        is_available: live.field("isAvailable").value.as_bool(),
    })
}

fn shopper(said: &Plain) -> Result<Said, Unreadable> {
    let bought = |bought: &Plain| {
        Ok(Bought {
            sku: SkuKey::new(&bought.text("sku")?),
            orders: bought.optional("orders", Plain::as_number)?.unwrap_or(1),
            days_ago: bought.whole("daysAgo")?,
        })
    };
    let order = |order: &Plain| {
        Ok(PastOrder { subtotal_minor: not_negative(&order.field("subtotalMinor"))?, days_ago: order.whole("daysAgo")? })
    };
    let shopper = Shopper {
        has_consent: false,
        membership: None,
        country: said.optional_text("country")?,
        visitor: said.optional_text("visitor")?,
        points: said.optional("points", Plain::as_number)?,
        history: said.optional_list("history", bought)?,
        orders: said.optional_list("orders", order)?,
    };
    Ok(Said::change(move |context| {
        // Both are said apart from the rest.
        let Shopper { has_consent, ref mut membership, .. } = context.shopper;
        context.shopper = Shopper { has_consent, membership: membership.take(), ..shopper };
    }))
}

fn stage(said: &Plain) -> Result<Option<Stage>, Unreadable> {
    match said.optional_text("name")?.as_deref() {
        None => Ok(None),
        Some("before") => Ok(Some(Stage::Before)),
        Some("during") => Ok(Some(Stage::During)),
        Some("after") => Ok(Some(Stage::After)),
        Some(_) => Err(said.field("name").unreadable("\"before\", \"during\" or \"after\"")),
    }
}

/// `{ day, endsAtMs, graphAgeDays? }`
fn clock(said: &Plain) -> Result<Said, Unreadable> {
    let today = Today { day: said.whole("day")?, ends_at_ms: said.whole("endsAtMs")? };
    let graph_age_days = said.optional("graphAgeDays", Plain::as_number)?;
    Ok(Said::change(move |context| {
        context.today = Some(today);
        context.graph_age_days = graph_age_days;
    }))
}
