//! The words of logs of visits: which event a row is.

use super::fold;

/// Folded headers of the kind of an event.
const HEADERS: &[&str] = &[
    "event", "eventtype", "eventname", "behavior", "behaviour", "behaviortype", "behaviourtype",
    "action", "actiontype", "interaction", "interactiontype",
];

/// Folded words for purchases.
pub(in crate::import) const PURCHASES: &[&str] = &[
    "purchase", "purchased", "transaction", "buy", "bought", "order", "ordered", "sale",
    "conversion",
];

/// Folded words for other events.
const OTHERS: &[&str] = &[
    "view", "viewed", "pageview", "pv", "detail", "detailview", "productview", "viewitem", "click",
    "clicked", "impression", "cart", "addtocart", "add", "removefromcart", "remove", "fav",
    "favorite", "wishlist", "addtowishlist", "begincheckout", "search",
];

/// Whether a header names the kind of an event.
pub(in crate::import) fn is_event_kind(header: &str) -> bool {
    HEADERS.contains(&fold(header).as_str())
}

/// Whether a value is the kind of an event.
pub(in crate::import) fn is_event(value: &str) -> bool {
    let folded = fold(value);
    PURCHASES.contains(&folded.as_str()) || OTHERS.contains(&folded.as_str())
}

/// Kinds of lines that are products, folded.
pub(in crate::import) const PRODUCT_ROWS: &[&str] = &[
    "lineitem", "lineitems", "product", "products", "item", "items", "article", "artikel",
    "produkt", "produit", "producto", "prodotto", "produto", "variant", "variation", "simple",
    "physical", "physicalgood", "merchandise", "goods", "orderitem",
];

/// Kinds of other lines, folded.
pub(in crate::import) const OTHER_ROWS: &[&str] = &[
    "shipping", "shippingline", "shippingcost", "shippingcosts", "delivery", "fee", "fees",
    "feeline", "coupon", "couponline", "tax", "taxline", "discount", "voucher", "giftcard",
    "payment", "surcharge", "tip", "refund", "handling", "postage", "promotion", "service",
    "adjustment", "rounding", "versand", "versandkosten", "rabatt", "gutschein", "livraison",
    "frais", "remise", "envio", "descuento",
];
