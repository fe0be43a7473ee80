//! Recognizes order lines that are not products: delivery, fees, vouchers, tips.

use super::{fold, tokens};

/// Codes that shop systems use for such lines.
const CODES: &[&str] = &[
    "ADJUST", "AMAZONFEE", "BANK CHARGES", "CRUK", "DISCOUNT", "DOT", "FEE", "GIFT CARD",
    "GIFTCARD", "GIFT-CARD", "PACKAGING", "POST", "POSTAGE", "SHIPPING", "TIP", "VOUCHER",
    "DELIVERY", "SHIP", "SHIPPING_COST", "SHIPPING COST", "HANDLING", "TIPS", "VERSAND", "FREIGHT",
    "ROUNDING", "SURCHARGE",
];

/// Words that name a service if a title begins with them, or contains few other words.
const TITLES: &[&str] = &[
    "shipping",
    "delivery",
    "postage",
    "versand",
    "versandkosten",
    "lieferung",
    "lieferkosten",
    "porto",
    "frachtkosten",
    "livraison",
    "fraisdeport",
    "fraisdelivraison",
    "envio",
    "gastosdeenvio",
    "costodeenvio",
    "frete",
    "spedizione",
    "spesedispedizione",
    "verzendkosten",
    "verzending",
    "bezorging",
    "frakt",
    "fraktkostnad",
    "fragt",
    "toimitus",
    "toimituskulut",
    "wysyłka",
    "dostawa",
    "kosztwysyłki",
    "doprava",
    "poštovné",
    "kargo",
    "доставка",
    "送料",
    "配送料",
    "运费",
    "運費",
    "배송비",
    "giftcard",
    "egiftcard",
    "giftvoucher",
    "giftcertificate",
    "gutschein",
    "geschenkgutschein",
    "cartecadeau",
    "bonocadeau",
    "tarjetaregalo",
    "valepresente",
    "cartaregalo",
    "cadeaubon",
    "presentkort",
    "gavekort",
    "lahjakortti",
    "dárkovýpoukaz",
    "kartapodarunkowa",
    "hediyekartı",
    "подарочныйсертификат",
    "ギフトカード",
    "tip",
    "tips",
    "gratuity",
    "trinkgeld",
    "pourboire",
    "propina",
    "mancia",
    "gorjeta",
    "fooi",
    "dricks",
    "donation",
    "spende",
    "discount",
    "rabatt",
    "remise",
    "descuento",
    "sconto",
    "desconto",
    "korting",
    "alennus",
    "rabat",
    "sleva",
    "indirim",
    "скидка",
    "handlingfee",
    "handling",
    "servicefee",
    "paymentfee",
    "surcharge",
    "shippinginsurance",
    "shippingprotection",
    "routeprotection",
    "rounding",
    "freight",
    "freightcharge",
    "packageprotection",
    "carbonneutral",
    "servicecharge",
    "processingfee",
    "conveniencefee",
    "codcharges",
    "bagfee",
    "bottledeposit",
    "storecredit",
    "nachnahme",
    "nachnahmegebühr",
    "versandkostenpauschale",
    "verpackungspauschale",
    "mindermengenzuschlag",
    "zahlungsgebühr",
    "paypalgebühr",
    "expressversand",
    "geschenkverpackung",
    "pfand",
    "rundungsdifferenz",
    "emballagecadeau",
    "bondachat",
    "écotaxe",
    "contrassegno",
    "buonoregalo",
    "taxadeentrega",
    "kosztdostawy",
    "przesyłkakurierska",
    "dobírka",
    "balné",
    "fraktavgift",
    "forsendelse",
    "szállításiköltség",
    "utánvét",
    "taxădelivrare",
    "ramburs",
    "kargoücreti",
    "hediyeçeki",
    "kapıdaödeme",
    "μεταφορικά",
    "αντικαταβολή",
    "наложенныйплатеж",
    "代引手数料",
    "phívậnchuyển",
    "ongkoskirim",
];

/// Titles of lines that sum up, pay or correct an order.
const WHOLE_TITLES: &str = "total|subtotal|sub total|grand total|order total|summe|gesamtsumme|zwischensumme|sous total|\
    suma|razem|итого|合計|小計|tax|sales tax|vat|gst|mwst|tva|iva|消費税|payment|refund|adjustment|deposit|insurance|crv|\
    gift wrap|gift wrapping|coupon|promo|loyalty discount|custom amount|round off|クーポン|割引|优惠券|доплата";

/// Words that may accompany the name of a service.
const BESIDE: &[&str] = &[
    "standard", "express", "free", "costs", "cost", "charge", "charges", "fee", "fees", "next",
    "day", "economy", "international", "national", "and", "home", "courier", "dhl", "ups", "dpd",
    "gls", "post", "fedex", "usps", "royal", "mail", "option", "method", "insurance", "kostenlos",
    "kostenlose", "gratis", "gratuite", "gratuit", "estandar", "estándar", "expresso", "domicile",
    "for", "priority", "tracked", "premium", "flat", "rate", "local", "de", "eu", "us", "uk",
    "zum", "nach", "till", "to", "first", "class", "second", "regular", "normal", "digital",
    "service", "gift", "order", "your", "a", "pauschal", "pauschale", "kurier", "kuriér",
    "paczkomaty", "inpost", "by", "route", "valid",
];

/// Whether a SKU is a code for a line that is not a product.
pub(in crate::import) fn is_code(sku: &str) -> bool {
    CODES.iter().any(|code| code.eq_ignore_ascii_case(sku))
}

/// Whether a title names only a service.
pub(in crate::import) fn is_title(title: &str) -> bool {
    let whole = fold(title);
    if whole.is_empty() || whole.len() > 60 {
        return false;
    }
    let mut wholes = WHOLE_TITLES.split('|');
    if TITLES.iter().any(|entry| fold(entry) == whole) || wholes.any(|entry| fold(entry) == whole) {
        return true;
    }
    let words = tokens(title);
    let is_beside = |word: &String| {
        BESIDE.iter().any(|entry| fold(entry) == *word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_service = |word: &String| TITLES.iter().any(|entry| fold(entry) == *word);
    let all = words.iter().all(|word| is_beside(word) || is_service(word));
    let two: Vec<String> = words
        .iter()
        .zip(words.iter().skip(1))
        .map(|(one, next)| format!("{one}{next}"))
        .collect();
    let pair = two.iter().position(is_service);
    // A "gift card holder" is a product.
    let is_last = pair.is_some_and(|place| {
        let mut after = words.iter().skip(place.saturating_add(2));
        after.all(is_beside)
    });
    let is_number = |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit());
    let rest_is_beside = words.iter().filter(|word| !is_number(word)).count() <= 4
        && words.iter().filter(|word| !is_beside(word)).count() <= 2;
    (all && words.iter().any(is_service)) || (is_last && rest_is_beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_from_products_of_like_names() {
        for title in [
            "Shipping",
            "Standard delivery",
            "Versandkosten Standard",
            "Gift card",
            "Gift Card $25",
            "Frais de port",
            "Gastos de envío",
            "Tip",
            "DHL Express Versand",
            "送料",
            "Free shipping",
            "Shipping Protection by Route - $1.95",
        ] {
            assert!(is_title(title), "{title}");
        }
        for title in [
            "Mug", "Shipping box, brown", "Post card Fox", "Delivery van toy", "Gift bag red",
            "Discount store sign", "Tip tray brass", "",
        ] {
            assert!(!is_title(title), "{title}");
        }
    }
}
