//! The words of statuses that cancel an order.

use super::fold;

/// Beginnings of words that cancel an order: cancelled, refunded, failed, refused, returned, never
/// completed. By language: en, de, fr, es, pt, it, nl, sv, da, no, fi, pl, cs, hu, ro, tr, ru, uk.
const UNDONE: &[&str] = &[
    // English
    "cancel",
    "refund",
    "void",
    "fail",
    "trash",
    "expire",
    "declin",
    "denied",
    "deny",
    "reject",
    "chargeback",
    "charged back",
    "revers",
    "fraud",
    "incomplete",
    "abandon",
    "draft",
    "return",
    "unpaid",
    "terminat",
    "aborted",
    "disputed",
    "deleted",
    "error",
    "not paid",
    "closed by buyer",
    "rto",
    "lost",
    "undeliverable",
    "never paid", // German
    "storn",
    "erstatt",
    "rückerstatt",
    "zurückerstatt",
    "abgebroch",
    "fehlgeschlag",
    "abgelehnt",
    "annull",
    "widerruf",
    "gescheitert",
    "gelöscht",
    "retour",
    "unbezahlt",
    "nicht bezahlt",
    "zurückgegeb",
    "rückgabe",
    "ungültig",
    "zurückgesand",
    "rückläuf",
    "offen abgebrochen",
    // French
    "annul",
    "rembours",
    "echou",
    "échec",
    "refus",
    "expir",
    "abandonn",
    "impay",
    "litig",
    // Spanish and Portuguese
    "anulad",
    "cancelad",
    "reembols",
    "devuelt",
    "devoluc",
    "devolv",
    "fallid",
    "fallo",
    "rechaz",
    "vencid",
    "caducad",
    "falhou",
    "falha",
    "recusad",
    "estornad",
    "rejeitad",
    "negad",
    "expirad",
    "extorn",
    "contracargo",
    "no pagad",
    "não pag",
    "sin pagar",
    "contestad",
    "desistid",
    // Italian
    "annullat",
    "rimbors",
    "fallit",
    "rifiutat",
    "scadut",
    "resa",
    "reso",
    "stornat",
    "non pagat",
    "non riuscit", // Dutch
    "geannul",
    "terugbetaal",
    "mislukt",
    "geweiger",
    "afgewez",
    "verlopen",
    "retourgez",
    "vervall",
    // Swedish, Danish, Norwegian
    "avbr",
    "avbest",
    "återbetal",
    "tilbagebetal",
    "tilbakebetal",
    "refunder",
    "misslyck",
    "mislykk",
    "mislykked",
    "kanseller",
    "makuler",
    "returner",
    "nekad",
    "avvist",
    "afvist",
    "avslag",
    "krediter",
    "annuller",
    "slettet",
    "utgått", // Finnish
    "peruu",
    "peru",
    "hyvite",
    "palaut",
    "epäonnist",
    "hylät",
    "vanhentun",
    // Polish, Czech, Slovak
    "anulow",
    "zwróc",
    "zwrot",
    "odrzuc",
    "nieudan",
    "wygas",
    "zrušen",
    "stornov",
    "vrácen",
    "vrace",
    "zamítnut",
    "selhal",
    "neuspe",
    "neúspě",
    "nezaplac",
    "nieopłac",
    "zrusen",
    "vraten",
    "refundov", // Hungarian, Romanian
    "törölt",
    "törölve",
    "visszatér",
    "visszautas",
    "sikertelen",
    "lemond",
    "anulat",
    "rambursat",
    "returnat",
    "respins",
    "esuat", // Turkish
    "iptal",
    "iade",
    "başarısız",
    "reddedil",
    "süresi dol",
    // Russian, Ukrainian, Bulgarian
    "отмен",
    "возвращ",
    "возврат",
    "отказ",
    "ошибк",
    "аннулир",
    "не оплач",
    "неоплач",
    "просроч",
    "отклон",
    "скасов",
    "повернен",
    "відмов",
    "відхил",
    "анулир",
    "удален",
    "неуспеш",
    "невдал",
    // Croatian, Slovenian, Lithuanian, Latvian, Estonian
    "otkaz",
    "preklic",
    "atšauk",
    "atcelt",
    "tühist", // Arabic, Hebrew, Indonesian
    "ملغ",
    "مسترد",
    "لغو",
    "مرجوع",
    "برگشت",
    "בוטל",
    "מבוטל",
    "הוחזר",
    "batal",
    "dibatalkan",
    "dikembalikan", // Greek
    "ακυρω",
    "επιστρο",
    "αποτυχ", // Japanese, Chinese, Korean, Thai, Vietnamese
    "キャンセル",
    "取消",
    "取り消",
    "返金",
    "返品",
    "失敗",
    "拒否",
    "無効",
    "期限切れ",
    "退款",
    "退货",
    "退貨",
    "关闭",
    "關閉",
    "失败",
    "拒绝",
    "已关闭",
    "作废",
    "취소",
    "환불",
    "반품",
    "실패",
    "거절",
    "ยกเลิก",
    "คืนเงิน",
    "hủy",
    "hoàn tiền",
    "不成立",
    "删除",
    // More cancellations and returns: nl, id, hu, hr, de, ar, bg, uk
    "sztorn",
    "poništen",
    "geretourneerd",
    "retur",
    "pengembalian",
    "visszaküld",
    "gutschrift",
    "الإلغاء",
    "إلغاء",
    "استرجاع",
    "مسترجع",
    "върнат",
    "возстанов",
    "مرتجع",
    "رد المبلغ",
    "זוכה",
    "ongedaan",
    "restituit",
    "neuhrazen",
    "reklamac",
    "nepřevzat",
    "nevyzvednut",
    "visszáru",
    "refuzat",
    "trả hàng",
    "không thành công", // Not delivered, never completed, credited
    "undelivered",
    "not delivered",
    "not completed",
    "quote",
    "quotation",
    "skipped",
    "rma",
    "credit note",
    "credit memo",
    "nicht zugestellt",
    "non livr",
    "avoir",
    "no entregad",
    "não entreg",
    "teslim edilemedi",
    "nota de crédito",
    "nota di credito",
    "korekta",
    // A request to return was granted.
    "request approved",
    "permintaan disetujui",
    "solicitação aprovada",
    "yêu cầu được chấp nhận",
];

/// Whole words of documents that undo an order.
const UNDONE_WHOLE: [&str; 3] = ["credit", "credits", "creditnote"];

/// Parts of texts that mean that the order is not paid yet, separated by bars. By language: en, de,
/// nl, sv, da, no, fi, es, pt, fr, it, ro, pl, cs, hu, ru, uk, tr, el, hr, ja, ko, zh, id, vi, th,
/// ar, he.
const UNPAID: &str = "awaiting payment|payment pending|pending payment|waiting for payment|warten auf zahlung|\
    warte auf zahlung|zahlung ausstehend|onbetaald|wacht op betaling|väntar på betalning|afventer betaling|\
    venter på betaling|odottaa maksua|pendiente de pago|aguardando pagamento|pagamento pendente|\
    attente de paiement|attesa di pagamento|neplatit|așteptarea plății|oczekuje na płatność|čeká na platbu|\
    fizetésre vár|ожидает оплаты|очікує оплати|ödeme bekle|αναμονή πληρωμής|čeka plaćanje|入金待ち|支払い待ち|\
    未入金|결제대기|입금대기|입금전|미결제|待付款|待支付|未付款|等待买家付款|belum bayar|menunggu pembayaran|chờ thanh toán|\
    chưa thanh toán|ที่ต้องชำระ|รอชำระ|غير مدفوع|بانتظار الدفع|ממתין לתשלום";

/// Words that reverse this meaning: a partial refund, or an event that did not happen.
const PARTLY: &[&str] = &[
    "partial", "partly", "teilweise", "teil", "partiel", "parcial", "parzial", "gedeeltelijk",
    "delvis", "delvist", "osittain", "częściow", "castecn", "částečn", "kısmi", "частичн",
    "частков", "一部", "部分", "부분", "részleges", "parțial",
];

/// Negations: not cancelled, no refund.
const DENIED: &[&str] = &[
    "not", "no", "non", "nicht", "never", "kein", "keine", "ohne", "без", "нет", "sin", "sem",
    "sans", "aucun", "aucune", "senza", "nessun", "bez", "brak", "geen", "zonder", "ingen", "utan",
];

/// Texts with such a word that mean that it did not happen, or was taken back.
const TAKEN_BACK: &[&str] = &[
    "没有申请",
    "无售后",
    "無售後",
    "未退款",
    "退款关闭",
    "退款關閉",
    "售后取消",
    "철회",
    "yok",
    "возврата нет",
    "refund rejected",
    "refund declined",
    "refund denied",
    "refund cancelled",
    "refund canceled",
    "return cancelled",
    "return canceled",
    "return rejected",
    "return declined",
    "return requested",
    "return window",
    "return period",
    "returning",
    "rückgabefrist",
    "retouren frei",
    "cancellation rejected",
    "cancellation declined",
    "cancel request declined",
    "no refund",
    "resolved",
];

/// Beginnings of usual words for orders that were not cancelled.
const USUAL: &[&str] = &[
    "complet", "paid", "payment", "ship", "pending", "process", "deliver", "fulfill", "clos",
    "confirm", "abgeschloss", "bezahlt", "versand", "versend", "erledigt", "bearbeit", "geliefert",
    "pagad", "pagat", "enviad", "entregad", "pendient", "pendent", "proces", "terminad", "terminé",
    "payé", "expédi", "livr", "en cours", "en attente", "spedit", "consegnat", "in attesa",
    "lavorazione", "zapłac", "wysłan", "zrealiz", "zaplac", "odesl", "vyříz", "doruč",
];

/// Whole words for such orders.
const WHOLE: &[&str] = &[
    "sale", "verkauf", "vente", "venta", "venda", "vendita", "verkoop", "försäljning", "salg",
    "myynti", "sprzedaż", "prodej", "satış", "продажа", "売上", "销售", "판매", "invoice",
    "rechnung", "facture", "factura", "fattura", "faktura", "fatura", "sales invoice", "sales",
    "order", "receipt", "bestellung", "commande", "pedido", "ordine", "new", "open", "done",
    "sent", "on hold", "neu", "offen", "nuevo", "novo", "nuovo", "nouveau", "nowe",
];

/// Whether a value is a usual status of an order.
pub(in crate::import) fn is_usual_status(status: &str) -> bool {
    let words = words(status);
    let text = words.join(" ");
    let is_usual = |entry: &&str| {
        let entry = entry_words(entry);
        words.iter().any(|word| word.starts_with(&entry))
            || (entry.contains(' ') && text.contains(&entry))
    };
    // Too short to be the beginning of a word: New York is a state.
    let is_whole = || WHOLE.contains(&text.as_str());
    USUAL.iter().any(is_usual) || is_whole() || is_undone(status)
}

/// Whether a status cancels the order.
pub(in crate::import) fn is_undone(status: &str) -> bool {
    let words = words(status);
    // A negation at the beginning reverses the meaning, unless both words together are an entry:
    // "not paid".
    let text = words.join(" ");
    let hit = |entry: &str| {
        let entry = entry_words(entry);
        let is_spaced = entry.contains(' ');
        if entry.is_ascii()
            || entry
                .chars()
                .all(|letter| letter.is_alphabetic() && is_cased(letter))
        {
            if is_spaced {
                text.contains(&entry)
            } else {
                words.iter().any(|word| word.starts_with(&entry))
            }
        } else {
            text.contains(&entry)
        }
    };
    let is_partial = PARTLY.iter().any(|entry| text.contains(&fold(entry)));
    let is_denied = words
        .first()
        .is_some_and(|first| DENIED.iter().any(|word| fold(word) == *first));
    let is_taken_back = TAKEN_BACK
        .iter()
        .any(|entry| text.contains(&entry_words(entry)));
    let mut entries = UNDONE.iter().copied().chain(UNPAID.split('|'));
    let is_entry = entries.any(|entry| hit(entry) && (!is_denied || entry.contains(' ')));
    (is_entry || UNDONE_WHOLE.contains(&text.as_str())) && !is_partial && !is_taken_back
}

/// Whether a status means that only a part of the order was undone.
pub(in crate::import) fn is_partial(status: &str) -> bool {
    let text = words(status).join(" ");
    PARTLY.iter().any(|entry| text.contains(&fold(entry)))
}

/// The number of rows below this one that are the products of the order: Mercado Libre writes a row
/// "Paquete de 2 productos" above the products of an order.
pub(in crate::import) fn package_rows(status: &str) -> Option<u32> {
    let words = words(status);
    let [package, _, number, products, ..] = words.as_slice() else {
        return None;
    };
    let is_package = matches!(package.as_str(), "paquete" | "pacote");
    let number = number
        .parse()
        .ok()
        .filter(|_| is_package && products.starts_with("produ"));
    number.filter(|number| (1..=100).contains(number))
}

fn is_cased(letter: char) -> bool {
    letter.is_lowercase() || letter.is_uppercase()
}

fn entry_words(entry: &str) -> String {
    entry
        .split_whitespace()
        .map(fold)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The folded words of a status, without the prefix of WooCommerce.
fn words(status: &str) -> Vec<String> {
    let status = status.trim();
    let status = status.strip_prefix("wc-").unwrap_or(status);
    super::tokens(status)
}

/// Words and signs for "no" and "never", as databases and people write them.
const NOTHING: &[&str] = &[
    "", "null", "none", "nan", "na", "nat", "nil", "undefined", "notset", "false", "0", "00",
    "000", "never", "unknown", "n", "f", "no", "nein", "nie", "non", "faux", "falsch", "falso",
    "não", "nee", "nej", "nei", "ei", "ne", "nu", "nem", "hayır", "нет", "ні", "не", "όχι", "لا",
    "לא", "いいえ", "否", "아니오", "아니요", "ไม่", "không", "tidak",
];

/// Whether a cell for the time of a cancellation, or for whether there was one, means that there was
/// none.
pub(in crate::import) fn is_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    let folded = fold(cell);
    // A column that is too narrow for its dates: `########`.
    if cell.starts_with('#') {
        return false;
    }
    NOTHING.iter().any(|word| fold(word) == folded)
        || (cell.bytes().any(|byte| byte == b'0')
            && cell.bytes().all(|byte| b"0-:/. TZ+".contains(&byte)))
}

/// Whether a cell means yes.
pub(in crate::import) fn is_yes(cell: &str) -> bool {
    const YES: &[&str] = &[
        "1", "true", "yes", "y", "t", "x", "ja", "j", "oui", "si", "sí", "sim", "tak", "ano",
        "igen", "da", "evet", "да", "так", "ναι", "نعم", "כן", "はい", "是", "예", "có", "ya",
        "wahr", "vrai", "vero",
    ];
    let folded = fold(cell);
    YES.iter().any(|word| fold(word) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undone_orders_are_known_in_many_languages() {
        for status in [
            "cancelled", "wc-cancelled", "Cancelled by customer", "Fully refunded",
            "Payment failed", "VOIDED", "Declined", "Incomplete", "checkout-draft", "Storniert",
            "Erstattet", "Abgebrochen", "Annulé", "Remboursé", "Cancelada", "Anulado", "Annullato",
            "Geannuleerd", "Återbetalad", "Annulleret", "Peruutettu", "Anulowane", "Zrušeno",
            "İptal Edildi", "Отменён", "キャンセル済み", "已取消", "已退款", "취소완료",
            "Chargeback", "Not paid", "Unpaid", "Order Cancelled", "CANCELLED_BY_SELLER",
            "Canceled - Unpaid", "Denied", "Reversed",
        ] {
            assert!(is_undone(status), "{status}");
        }
        for status in [
            "", "paid", "Completed", "wc-processing", "on-hold", "Shipped", "partially_refunded",
            "Partially refunded", "Teilweise erstattet", "Not cancelled", "No refund",
            "Abgeschlossen", "Bezahlt", "Expédiée", "Livré", "Entregado", "Spedito", "Verzonden",
            "Skickad", "Toimitettu", "Wysłane", "Доставлен", "発送済み", "已完成", "배송완료",
            "fulfilled", "unfulfilled", "Abierta", "Recibido", "Delivered", "Closed", "pending",
            "Offen",
        ] {
            assert!(!is_undone(status), "{status}");
        }
    }

    #[test]
    fn databases_say_never_in_their_own_ways() {
        for nothing in [
            "NULL", "0000-00-00 00:00:00", "", "NaT", "false", "0", "None", "Nee", "нет", "NO", "-",
        ] {
            assert!(is_nothing(nothing), "{nothing}");
        }
        assert!(!is_nothing("2024-03-01"));
        assert!(!is_nothing("true") && !is_nothing("Ja"));
    }
}
