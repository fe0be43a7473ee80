//! The concepts in a header that qualify a column for a role: data, the strongest evidence first.

use super::Role;
use super::exact_headers::{EXACT, NEVER};
use super::presets::is_same;
use super::words::concepts::Concept::{
    self, Address, Amount, Availability, Barcode, Billing, Brand, Cancel, Cart, Category, Cost,
    Country, Created, Currency, Customer, Date, Description, Discount, Email, Gross, Image,
    Invoice, Line, Name, Net, Note, Number, Order, Paid, Parent, Payment, Person, Phone, Price,
    Product, Published, Quantity, Rate, Refund, Regular, Sale, Shipping, Sku, Staff, Status, Stock,
    Tax, Time, Total, Transaction, Unit, Url, Variant, Visit,
};
use super::words::concepts::Concepts;
use super::words::headers::meaning;
use super::words::{fold, tokens};

/// A header fits if it contains all concepts of `needs`, and no others except those of `may`.
struct Rule {
    role: Role,
    needs: Concepts,
    may: Concepts,
    score: u32,
}

const fn rule(role: Role, needs: &[Concept], may: &[Concept], score: u32) -> Rule {
    Rule {
        role,
        needs: Concepts::of(needs),
        may: Concepts::of(may),
        score,
    }
}

/// Rules for exports in any language.
const RULES: &[Rule] = &[
    rule(
        Role::Order,
        &[Order, Number],
        &[Sale, Transaction, Created],
        100,
    ),
    rule(Role::Order, &[Order], &[], 80),
    rule(Role::Order, &[Order, Number, Parent], &[], 104),
    rule(Role::Order, &[Invoice, Number], &[Order, Sale], 75),
    rule(Role::Order, &[Order, Name], &[], 70),
    rule(Role::Order, &[Cart, Number], &[Order], 72),
    rule(Role::Order, &[Transaction, Number], &[Sale, Order], 65),
    rule(Role::Order, &[Invoice], &[Order, Sale], 60),
    rule(Role::Order, &[Visit, Number], &[Created], 58),
    rule(Role::Order, &[Order, Sale], &[], 57),
    rule(Role::Order, &[Billing, Number], &[], 56),
    rule(Role::Order, &[Sale, Number], &[], 50),
    rule(Role::Order, &[Cart], &[], 45),
    rule(Role::Order, &[Transaction], &[], 40),
    rule(Role::Order, &[Visit], &[], 40),
    rule(Role::Order, &[Visit, Customer], &[Number], 38),
    rule(Role::Sku, &[Sku], &[Product, Line, Variant, Number], 100),
    // A marketplace has its own codes in addition to the seller's, which the shop's pages use.
    rule(
        Role::Sku,
        &[Sku, Staff],
        &[Product, Line, Variant, Number, Stock],
        101,
    ),
    // A product may have a SKU beside those of its variants.
    rule(Role::Sku, &[Sku, Variant], &[Product, Line, Number], 101),
    rule(Role::Sku, &[Stock, Number, Staff], &[Product], 101),
    rule(Role::Sku, &[Stock, Number], &[Product], 95),
    rule(Role::Sku, &[Product, Number], &[Line], 80),
    rule(Role::Sku, &[Variant, Number], &[Product, Line], 75),
    rule(Role::Sku, &[Barcode], &[Product, Number, Variant], 45),
    rule(Role::Sku, &[Name, Number], &[Product, Variant], 50),
    rule(Role::Sku, &[Number], &[], 40),
    rule(Role::Sku, &[Product], &[], 30),
    rule(Role::Title, &[Product, Name], &[Line, Order], 100),
    rule(Role::Title, &[Product, Description], &[Line, Name], 75),
    rule(Role::Title, &[Line, Name], &[], 70),
    rule(Role::Title, &[Sku, Name], &[Product, Variant], 68),
    rule(Role::Title, &[Product, Line], &[Order], 54),
    rule(Role::Title, &[Name], &[], 60),
    rule(Role::Title, &[Line, Description], &[], 58),
    rule(Role::Title, &[Product], &[Line], 55),
    rule(Role::Title, &[Product, Name, Variant], &[Line], 52),
    rule(Role::Title, &[Description], &[], 50),
    rule(Role::Title, &[Variant, Name], &[], 35),
    rule(Role::Title, &[Product, Category, Name], &[Line], 34),
    rule(
        Role::Quantity,
        &[Quantity],
        &[Product, Line, Unit, Sale, Transaction, Sku],
        100,
    ),
    rule(
        Role::Quantity,
        &[Quantity, Order],
        &[Product, Line, Unit, Created],
        92,
    ),
    rule(Role::Quantity, &[Quantity, Refund], &[Product, Line], 60),
    rule(Role::Quantity, &[Quantity, Shipping], &[Product, Line], 40),
    rule(Role::Quantity, &[Unit], &[Sale], 35),
    rule(
        Role::Price,
        &[Price, Gross],
        &[Unit, Product, Line, Tax, Sale, Variant, Regular, Amount],
        104,
    ),
    rule(
        Role::Price,
        &[Price, Unit],
        &[Product, Line, Sale, Variant, Cost, Order, Amount],
        102,
    ),
    rule(Role::Price, &[Price, Product], &[Line, Variant], 98),
    rule(
        Role::Price,
        &[Price, Unit, Tax],
        &[Product, Line, Sale, Variant],
        96,
    ),
    rule(Role::Price, &[Price, Tax], &[Product, Line], 88),
    rule(Role::Price, &[Price, Line], &[], 92),
    rule(Role::Price, &[Price, Sku], &[Regular, Sale, Unit], 93),
    rule(Role::Price, &[Price], &[], 95),
    rule(Role::Price, &[Rate], &[Unit, Product, Price], 94),
    rule(Role::Price, &[Price, Paid], &[Unit, Product], 97),
    rule(Role::Price, &[Price, Variant], &[], 94),
    rule(Role::Price, &[Price, Regular], &[Product, Unit], 90),
    rule(Role::Price, &[Amount, Unit], &[Product], 85),
    rule(
        Role::Price,
        &[Price, Net],
        &[Unit, Product, Line, Tax, Amount],
        80,
    ),
    rule(Role::Price, &[Product, Amount], &[Price], 66),
    rule(Role::Price, &[Cost, Unit], &[Product], 62),
    rule(Role::Price, &[Cost, Product], &[Line], 60),
    rule(Role::Price, &[Price, Sale], &[Product, Unit], 58),
    rule(
        Role::LineTotal,
        &[Total, Product],
        &[Line, Price, Amount, Sale, Gross, Tax, Cost],
        100,
    ),
    rule(
        Role::LineTotal,
        &[Total, Line],
        &[Price, Amount, Sale, Gross, Tax],
        100,
    ),
    rule(Role::LineTotal, &[Amount, Line], &[Price, Product], 90),
    rule(Role::LineTotal, &[Total, Sku], &[Price, Amount], 90),
    rule(
        Role::LineTotal,
        &[Total, Product, Net],
        &[Line, Price, Amount, Tax],
        80,
    ),
    rule(
        Role::LineTotal,
        &[Total, Line, Net],
        &[Price, Amount, Tax],
        78,
    ),
    rule(
        Role::LineTotal,
        &[Total, Price],
        &[Sale, Amount, Gross, Tax],
        70,
    ),
    rule(Role::LineTotal, &[Sale, Gross], &[], 66),
    rule(Role::LineTotal, &[Amount, Sale], &[], 64),
    rule(Role::LineTotal, &[Amount], &[Gross, Tax], 60),
    rule(Role::LineTotal, &[Sale, Net], &[], 58),
    rule(Role::LineTotal, &[Total], &[Amount, Gross, Tax, Sale], 55),
    rule(Role::LineTotal, &[Net, Total], &[Amount, Price], 50),
    rule(Role::LineTotal, &[Net, Amount], &[], 48),
    rule(Role::LineTotal, &[Sale], &[], 40),
    rule(Role::LineTotal, &[Gross], &[], 30),
    rule(
        Role::Time,
        &[Order, Date],
        &[Time, Created, Sale, Number],
        100,
    ),
    rule(Role::Time, &[Sale, Date], &[Time, Created], 98),
    rule(Role::Time, &[Created, Date], &[Time], 96),
    rule(Role::Time, &[Order, Created], &[Time], 95),
    rule(Role::Time, &[Order, Time], &[Created], 92),
    rule(Role::Time, &[Invoice, Date], &[Time], 90),
    rule(Role::Time, &[Date], &[Time], 88),
    rule(Role::Time, &[Line, Date], &[Product, Time], 60),
    rule(Role::Time, &[Transaction, Date], &[Time, Created], 86),
    rule(Role::Time, &[Created], &[Time], 84),
    rule(Role::Time, &[Date, Visit], &[Time], 80),
    rule(Role::Time, &[Paid], &[Time, Order], 70),
    rule(Role::Time, &[Paid, Date], &[Time, Order], 70),
    rule(Role::Time, &[Payment, Date], &[Time, Order], 68),
    rule(Role::Time, &[Time], &[], 40),
    rule(
        Role::Currency,
        &[Currency],
        &[
            Order, Product, Price, Number, Payment, Transaction, Line, Regular, Sale, Brand,
            Customer, Total, Amount, Invoice, Unit, Gross, Net,
        ],
        100,
    ),
    rule(Role::Currency, &[Currency, Shipping], &[Number], 20),
    rule(Role::Customer, &[Customer, Number], &[Order], 100),
    rule(Role::Customer, &[Customer, Email], &[Order, Billing], 92),
    rule(Role::Customer, &[Customer], &[Order], 85),
    rule(
        Role::Customer,
        &[Email],
        &[Order, Billing, Person, Payment, Address],
        80,
    ),
    rule(Role::Customer, &[Customer, Person], &[Order, Number], 60),
    rule(Role::Customer, &[Customer, Name], &[Order, Person], 40),
    rule(Role::Customer, &[Person], &[Name, Order], 20),
    rule(
        Role::Country,
        &[Country],
        &[Number, Order, Name, Customer],
        100,
    ),
    rule(
        Role::Country,
        &[Country, Shipping],
        &[Number, Address, Order, Name],
        98,
    ),
    rule(
        Role::Country,
        &[Country, Billing],
        &[Number, Address, Order, Name],
        90,
    ),
    rule(
        Role::LineStatus,
        &[Status, Product],
        &[Line, Name, Order, Sale],
        100,
    ),
    rule(
        Role::LineStatus,
        &[Status, Line],
        &[Product, Name, Order, Sale],
        98,
    ),
    rule(Role::CancelledAt, &[Cancel], &[Date, Time, Order], 100),
    rule(
        Role::CancelledAt,
        &[Cancel, Created],
        &[Date, Time, Order],
        80,
    ),
    rule(Role::Variant, &[Variant], &[Product, Line, Name], 60),
    rule(Role::Url, &[Url], &[Product], 80),
    rule(Role::Image, &[Image], &[Url, Product, Variant], 80),
    rule(Role::Group, &[Parent], &[Product, Number, Sku, Variant], 80),
    rule(Role::Category, &[Category], &[Product, Name], 80),
    rule(Role::Availability, &[Availability], &[Product, Stock], 100),
    rule(Role::Availability, &[Stock, Status], &[Product], 98),
    rule(Role::Stock, &[Stock, Quantity], &[Product, Variant], 100),
    rule(Role::Stock, &[Stock], &[Product], 90),
    rule(
        Role::Stock,
        &[Availability, Quantity],
        &[Product, Stock],
        88,
    ),
    rule(Role::Stock, &[Quantity], &[Product], 40),
    rule(Role::Published, &[Status], &[Product], 80),
    rule(Role::Published, &[Published], &[Product], 82),
    rule(Role::SalePrice, &[Price, Sale], &[Product, Variant], 90),
    rule(Role::SalePrice, &[Price, Discount], &[Product], 60),
];

/// Columns with the status of an order or a payment; all of them are used.
const STATUSES: (Concepts, Concepts) = (
    Concepts::of(&[Status]),
    Concepts::of(&[
        Order, Payment, Shipping, Invoice, Transaction, Sale, Name, Number, Cart, Paid, Refund,
        Cancel,
    ]),
);

/// Columns such as "Receipt type", whose rows are sales, refunds and returns.
const KINDS_OF_DOCUMENTS: [(Concepts, Concepts); 3] = [
    (
        Concepts::of(&[Invoice, Category]),
        Concepts::of(&[Sale, Transaction]),
    ),
    (
        Concepts::of(&[Transaction, Category]),
        Concepts::of(&[Order, Sale]),
    ),
    (Concepts::of(&[Order, Category]), Concepts::of(&[Sale])),
];

/// Concepts of the names of tables of order lines.
const LINES: Concepts = Concepts::of(&[Order, Product, Line]);

/// The score of a header for a role; 0 if it does not fit.
pub(super) fn header_score(role: Role, header: &str) -> u32 {
    let folded = fold(header);
    let is_in = |table: &[(Role, &[&str])]| {
        let names = table.iter().find(|(known, _)| *known == role);
        names.and_then(|(_, names)| names.iter().position(|name| is_same(name, &folded)))
    };
    let is_question = header.trim_end().ends_with('?');
    let is_amount = matches!(role, Role::Price | Role::LineTotal | Role::SalePrice);
    // A report counts orders: `# Orders`.
    if role == Role::Order && folded.ends_with("orders") && tokens(header).len() > 1 {
        return 0;
    }
    if folded.is_empty() || is_in(NEVER).is_some() || (is_question && is_amount) {
        return 0;
    }
    if let Some(place) = is_in(EXACT) {
        return 120_u32.saturating_sub(u32::try_from(place).unwrap_or(0));
    }
    let found = meaning(header);
    let fits = |rule: &&Rule| {
        rule.role == role
            && found.concepts.holds(rule.needs)
            && rule.needs.union(rule.may).holds(found.concepts)
    };
    let best = RULES.iter().filter(fits).map(|rule| rule.score).max();
    let Some(score) = best else {
        // The table of the column: `order_products.price`.
        let (table, column) = header.rsplit_once('.').unwrap_or_default();
        let of_table = meaning(table);
        let is_known = of_table.unknown == 0 && of_table.concepts.shared(LINES) > 0;
        return if is_known && LINES.holds(of_table.concepts) {
            header_score(role, column).min(90)
        } else {
            0
        };
    };
    // Every unknown word makes the role less likely.
    match found.unknown {
        0 => score,
        1 => score.saturating_sub(12),
        2 => score.saturating_sub(30),
        _ => 0,
    }
}

/// How many concepts a header shares with the rule of this role that it is nearest to.
pub(super) fn shared_concepts(role: Role, header: &str) -> u32 {
    let found = meaning(header).concepts;
    let of_role = RULES.iter().filter(|rule| rule.role == role);
    let shared = of_role.map(|rule| rule.needs.shared(found));
    shared.max().unwrap_or(0)
}

/// Whether a header means the number of something unknown: `id_worker`.
pub(super) fn is_number_of_unknown(header: &str) -> bool {
    let found = meaning(header);
    found.concepts == Concepts::of(&[Number]) && found.unknown > 0
}

/// Whether a header is the number of a line, or of an "item", which may be a line: `LINE_ITEM_ID`.
pub(super) fn may_number_lines(header: &str) -> bool {
    let found = meaning(header).concepts;
    let is_number = found.has(Number) && (found.has(Line) || found.has(Product));
    let words = tokens(header);
    let is_id = words.last().is_some_and(|word| word == "id");
    let is_item = words.iter().any(|word| word == "item");
    let is_product = words
        .iter()
        .any(|word| word == "product" || word == "article");
    is_number && is_id && (found.has(Line) || is_item) && !is_product
}

/// Whether a header contains nothing but the word "number".
pub(super) fn is_bare_number(header: &str) -> bool {
    let found = meaning(header);
    found.concepts == Concepts::of(&[Number]) && found.unknown == 0
}

/// Whether a column contains the status of an order or a payment, or separates sales from refunds.
pub(super) fn is_status(header: &str) -> bool {
    let found = meaning(header);
    let fits = |(needs, may): (Concepts, Concepts)| {
        found.concepts.holds(needs) && needs.union(may).holds(found.concepts)
    };
    found.unknown <= 1 && (fits(STATUSES) || KINDS_OF_DOCUMENTS.into_iter().any(fits))
}

/// Whether a header asks whether an order was undone: `Refunded?`, `is_cancelled`.
pub(super) fn is_undoing(header: &str) -> bool {
    const DISPUTED: &str = "disputed";
    let found = meaning(header);
    let needed = Concepts::of(&[Cancel, Refund]);
    let may = needed.union(Concepts::of(&[
        Order, Payment, Status, Transaction, Product, Line,
    ]));
    let is_undoing = found.concepts.shared(needed) > 0 && may.holds(found.concepts);
    let is_part = header.to_lowercase().contains("parti");
    fold(header) == DISPUTED || (is_undoing && found.unknown <= 1 && !is_part)
}

/// Whether a header means the type of a row, a document or a transaction.
pub(super) fn is_type(header: &str) -> bool {
    let found = meaning(header);
    let may = Concepts::of(&[
        Category, Transaction, Invoice, Line, Sale, Order, Payment, Status, Refund, Cancel,
    ]);
    found.concepts.has(Category) && may.holds(found.concepts) && found.unknown <= 1
}

/// Whether a header is a word for a status that is also a part of an address: "State", "State Code
/// (Shipping)".
pub(super) fn is_state(header: &str) -> bool {
    const WORDS: [&str; 8] = [
        "state", "estado", "etat", "état", "stato", "stat", "stan", "stav",
    ];
    let folded = fold(header);
    let found = meaning(header).concepts;
    let of_address = [Billing, Address, Number, Country];
    let is_qualified = of_address.into_iter().any(|concept| found.has(concept));
    let words = tokens(header);
    let is_word = |word: &&str| {
        let word = fold(word);
        // In other languages than English the same word is that of the state of a delivery.
        let is_qualified = is_qualified || (found.has(Shipping) && word == "state");
        folded.ends_with(&word) || (is_qualified && words.contains(&word))
    };
    WORDS.iter().any(is_word)
}

/// Whether a column's header names personal data.
pub(super) fn is_personal(header: &str) -> bool {
    let found = meaning(header).concepts;
    let personal = [Person, Staff, Email, Phone, Address, Billing];
    let of_buyer = found.has(Customer) || found.has(Shipping);
    personal.into_iter().any(|concept| found.has(concept))
        || (of_buyer
            && (found.has(Name) || found.has(Number) || found == Concepts::of(&[Customer])))
        || found.has(Note)
}

/// Whether a header contains nothing but the word "name": of a product, an order, or a person.
pub(super) fn is_bare_name(header: &str) -> bool {
    let found = meaning(header);
    found.concepts == Concepts::of(&[Name]) || found.concepts == Concepts::of(&[Description])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(header: &str) -> Option<Role> {
        let roles = super::super::roles::OF_ORDERS.iter().copied();
        let scored = roles.map(|role| (header_score(role, header), role));
        scored
            .filter(|(score, _)| *score > 0)
            .max_by_key(|(score, role)| (*score, std::cmp::Reverse(*role)))
            .map(|(_, role)| role)
    }

    #[test]
    fn headers_of_many_shops_find_their_roles() {
        for (role, headers) in [
            (
                Role::Order,
                &[
                    "Bestell-Nr.", "Nº de pedido", "Order #", "Receipt No", "order_id",
                ][..],
            ),
            (
                Role::Sku,
                &[
                    "Artikelnummer", "Référence article", "Codice articolo", "Varenr",
                    "Product Code",
                ],
            ),
            (
                Role::Title,
                &[
                    "Artikelbezeichnung",
                    "Nombre del producto",
                    "Item Name",
                    "Наименование товара",
                ],
            ),
            (
                Role::Quantity,
                &["Menge", "Cantidad", "Qté", "Antal", "Ilość", "数量", "Adet"],
            ),
            (
                Role::Price,
                &[
                    "Einzelpreis", "Prix unitaire", "Precio unitario", "Prezzo", "Cena jednostkowa",
                ],
            ),
            (
                Role::LineTotal,
                &[
                    "Gesamtpreis", "Item Total", "Line total", "Prix total", "item_subtotal",
                ],
            ),
            (
                Role::Time,
                &[
                    "Bestelldatum", "Date de commande", "Fecha", "Data ordine", "Created at",
                ],
            ),
            (
                Role::Currency,
                &["Währung", "Devise", "Moneda", "Order Currency Code"],
            ),
            (
                Role::Country,
                &["Land", "Shipping Country", "Ship Country", "Pays"],
            ),
            (
                Role::Customer,
                &["Kundennummer", "Customer ID", "Email (Billing)"],
            ),
        ] {
            for header in headers {
                assert_eq!(best(header), Some(role), "{header}");
            }
        }
        for header in [
            "Shipping Cost (inc tax)",
            "Total Quantity",
            "Ship City",
            "Order Total",
            "Discount Amount",
            "Tax",
            "Coupon Code",
            "order_item_id",
            "Payment Method",
            "Weight",
            "Order notes",
        ] {
            assert!(
                best(header).is_none_or(|role| matches!(role, Role::Customer | Role::Variant)),
                "{header}: {:?}",
                best(header)
            );
        }
    }

    #[test]
    fn personal_columns_are_known() {
        for header in [
            "Billing Name", "Ship Name", "Buyer", "Email", "Telefon", "First name", "Kundenname",
        ] {
            assert!(is_personal(header), "{header}");
        }
        for header in ["Item Name", "SKU", "Title", "Order ID", "Price"] {
            assert!(!is_personal(header), "{header}");
        }
    }
}
