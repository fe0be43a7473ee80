//! The roles of columns of an export.

/// The role of a column of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// The order's identifier.
    Order,
    /// The SKU.
    Sku,
    /// The product's title.
    Title,
    /// Number of pieces.
    Quantity,
    /// Price of one piece.
    Price,
    /// Price of the line, which is divided by the quantity if no column contains the price of one
    /// piece.
    LineTotal,
    /// Time of the order or view.
    Time,
    /// The currency.
    Currency,
    /// The customer's identifier.
    Customer,
    /// The destination country.
    Country,
    /// Status of the order; several columns can have this role.
    Status,
    /// Status of the line.
    LineStatus,
    /// Time of the cancellation of the order.
    CancelledAt,
    /// Store or till that numbers its own orders; several columns can have this role.
    Store,
    /// Address of the product's page.
    Url,
    /// Address of the product's picture.
    Image,
    /// Identifier that the variants of a product share; for orders, the group of an experiment.
    Group,
    /// Category of the product.
    Category,
    /// Links that the merchant maintains.
    Related,
    /// Availability of the product.
    Availability,
    /// Number of pieces in stock.
    Stock,
    /// Whether a product that is out of stock can be ordered.
    Backorders,
    /// The smallest quantity that can be bought.
    Minimum,
    /// The step between quantities that can be bought.
    Step,
    /// Whether an order contains at most one piece.
    Singly,
    /// Whether the product is published: active, draft, published, visible.
    Published,
    /// Whether the market sells the product.
    Included,
    /// The sale price.
    SalePrice,
    /// Start of the sale price, or its whole period.
    SaleStart,
    /// End of the sale price.
    SaleEnd,
    /// Language or store view of the row.
    Language,
    /// Option of a variant, such as its color.
    Variant,
    /// Rating in stars.
    Rating,
    /// Number of reviews.
    Reviews,
    /// A customer's sentence.
    Testimonial,
}

/// Every role with its name for `--column`.
const WORDS: &[(Role, &str)] = &[
    (Role::Order, "order"),
    (Role::Sku, "sku"),
    (Role::Title, "title"),
    (Role::Quantity, "quantity"),
    (Role::Price, "price"),
    (Role::LineTotal, "line-total"),
    (Role::Time, "time"),
    (Role::Currency, "currency"),
    (Role::Customer, "customer"),
    (Role::Country, "country"),
    (Role::Status, "status"),
    (Role::LineStatus, "line-status"),
    (Role::CancelledAt, "cancelled-at"),
    (Role::Store, "store"),
    (Role::Url, "url"),
    (Role::Image, "image"),
    (Role::Group, "group"),
    (Role::Category, "category"),
    (Role::Related, "related"),
    (Role::Availability, "availability"),
    (Role::Stock, "stock"),
    (Role::Backorders, "backorders"),
    (Role::Minimum, "minimum-quantity"),
    (Role::Step, "quantity-step"),
    (Role::Singly, "sold-singly"),
    (Role::Published, "published"),
    (Role::Included, "included"),
    (Role::SalePrice, "sale-price"),
    (Role::SaleStart, "sale-start"),
    (Role::SaleEnd, "sale-end"),
    (Role::Language, "language"),
    (Role::Variant, "variant"),
    (Role::Rating, "rating"),
    (Role::Reviews, "reviews"),
    (Role::Testimonial, "testimonial"),
];

/// Roles of an order export, the most important first.
pub(super) const OF_ORDERS: &[Role] = &[
    Role::Order,
    Role::Sku,
    Role::Title,
    Role::Quantity,
    Role::Price,
    Role::SalePrice,
    Role::LineTotal,
    Role::Time,
    Role::Currency,
    Role::Customer,
    Role::Country,
    Role::CancelledAt,
    Role::LineStatus,
    Role::Variant,
];

/// Roles of a catalog, the most important first.
pub(super) const OF_CATALOG: &[Role] = &[
    Role::Sku,
    Role::Title,
    Role::Price,
    Role::SalePrice,
    Role::SaleStart,
    Role::SaleEnd,
    Role::Currency,
    Role::Url,
    Role::Image,
    Role::Group,
    Role::Category,
    Role::Related,
    Role::Availability,
    Role::Stock,
    Role::Backorders,
    Role::Minimum,
    Role::Step,
    Role::Singly,
    Role::Published,
    Role::Included,
    Role::Language,
    Role::Variant,
    Role::Rating,
    Role::Reviews,
    Role::Testimonial,
];

impl Role {
    /// The name for `--column`.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = WORDS.iter().find(|(role, _)| *role == self);
        found.map_or("", |(_, word)| word)
    }

    /// The role with this name.
    pub(super) fn by_word(word: &str) -> Option<Self> {
        let found = WORDS.iter().find(|(_, known)| *known == word);
        found.map(|(role, _)| *role)
    }

    /// Parses an argument of `--column`: `sku=Header`.
    ///
    /// # Errors
    /// A sentence that lists the valid names.
    pub fn parse_mapping(text: &str) -> Result<(Self, String), String> {
        let words = || {
            let words: Vec<&str> = WORDS.iter().map(|(_, word)| *word).collect();
            words.join(", ")
        };
        let (word, header) = text
            .split_once('=')
            .ok_or_else(|| format!("write it as sku=\"Header\"; the names are {}", words()))?;
        Self::by_word(word.trim())
            .map(|role| (role, header.trim().to_owned()))
            .ok_or_else(|| format!("\"{word}\" is not one of {}", words()))
    }
}
