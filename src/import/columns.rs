//! Which column holds what.
//!
//! *Invariants*: headers are compared by their letters and digits alone, so `Order ID`, `order_id` and `OrderId` are one; what
//! the user names by argument wins over what is recognised.

use std::fmt;
use std::path::Path;

use super::{ImportError, ImportOptions};

/// The shop system that wrote an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Columns by their usual names and no special rules.
    #[default]
    Plain,
    /// UCI Online Retail: invoices that begin with `C` are cancellations, only codes of five digits (and letters) are products,
    /// rows without a price are corrections of stock.
    Uci,
    /// Shopify's order export: the order's fields stand on its first row only.
    Shopify,
    /// The common order exports of WooCommerce (Customer/Order CSV Export, Advanced Order Export).
    Woocommerce,
}

impl fmt::Display for Preset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Plain => "plain",
            Self::Uci => "uci",
            Self::Shopify => "shopify",
            Self::Woocommerce => "woocommerce",
        })
    }
}

/// What a column of an export can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// What tells orders apart.
    Order,
    /// The SKU.
    Sku,
    /// The product's name.
    Title,
    /// How many.
    Quantity,
    /// Price of one.
    Price,
    /// When.
    Time,
    /// The currency.
    Currency,
    /// What tells customers apart.
    Customer,
    /// Where the order went.
    Country,
    /// What became of the order.
    Status,
    /// When the order was cancelled, if it was.
    CancelledAt,
    /// A product's page.
    Url,
    /// A product's picture.
    Image,
    /// What the variants of a product share.
    Group,
    /// What kind of product it is.
    Category,
    /// Which products the merchant links a product to.
    Related,
    /// Whether a product can be bought.
    Availability,
    /// What shoppers think of a product, in stars.
    Rating,
    /// How many of them say so.
    Reviews,
    /// What one of them says.
    Testimonial,
}

impl Role {
    const ALL: [Self; 20] = [
        Self::Order,
        Self::Sku,
        Self::Title,
        Self::Quantity,
        Self::Price,
        Self::Time,
        Self::Currency,
        Self::Customer,
        Self::Country,
        Self::Status,
        Self::CancelledAt,
        Self::Url,
        Self::Image,
        Self::Group,
        Self::Category,
        Self::Related,
        Self::Availability,
        Self::Rating,
        Self::Reviews,
        Self::Testimonial,
    ];

    /// The word for `--column`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Sku => "sku",
            Self::Title => "title",
            Self::Quantity => "quantity",
            Self::Price => "price",
            Self::Time => "time",
            Self::Currency => "currency",
            Self::Customer => "customer",
            Self::Country => "country",
            Self::Status => "status",
            Self::CancelledAt => "cancelled-at",
            Self::Url => "url",
            Self::Image => "image",
            Self::Group => "group",
            Self::Category => "category",
            Self::Related => "related",
            Self::Availability => "availability",
            Self::Rating => "rating",
            Self::Reviews => "reviews",
            Self::Testimonial => "testimonial",
        }
    }

    /// Reads `sku=Header` as `--column` takes it.
    ///
    /// # Errors
    /// A sentence that lists the words there are.
    pub fn parse_mapping(text: &str) -> Result<(Self, String), String> {
        let words = || Self::ALL.map(Self::word).join(", ");
        let (word, header) = text
            .split_once('=')
            .ok_or_else(|| format!("write it as sku=Header; the words are {}", words()))?;
        let role = Self::ALL
            .into_iter()
            .find(|role| role.word() == word.trim());
        role.map(|role| (role, header.trim().to_owned()))
            .ok_or_else(|| format!("\"{word}\" is not one of {}", words()))
    }

    /// Usual headers, the most telling first, folded.
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Order => &[
                "invoiceno", "invoice", "invoicenumber", "orderid", "ordernumber", "orderno",
                "order", "ordername", "transactionid", "receiptnumber", "receiptid", "basketid",
                "sessionid", "session", "visitid", "visit",
            ],
            Self::Sku => &[
                "lineitemsku", "stockcode", "sku", "itemsku", "productsku", "variantsku",
                "productcode", "itemcode", "itemid", "productid", "articlenumber", "item", "id",
            ],
            Self::Title => &[
                "lineitemname", "description", "title", "producttitle", "itemname", "productname",
                "itemtitle", "name",
            ],
            Self::Quantity => &[
                "lineitemquantity", "quantity", "qty", "itemquantity", "quantityrefund", "units",
            ],
            Self::Price => &[
                "lineitemprice", "unitprice", "price", "itemprice", "itemcost", "regularprice",
                "variantprice", "productprice",
            ],
            Self::Time => &[
                "invoicedate", "createdat", "orderdate", "date", "datecreated", "timestamp",
                "time", "paidat",
            ],
            Self::Currency => &["currency", "ordercurrency", "currencycode"],
            Self::Customer => &[
                "customerid", "customer", "customernumber", "customeremail", "email",
                "billingemail", "userid", "clientid",
            ],
            Self::Country => &[
                "country", "shippingcountry", "billingcountry", "countrycode",
            ],
            Self::Status => &["financialstatus", "orderstatus", "status"],
            Self::CancelledAt => &["cancelledat", "canceledat"],
            Self::Url => &["url", "link", "producturl", "permalink"],
            Self::Image => &["image", "imagelink", "imageurl", "imagesrc", "images"],
            Self::Group => &[
                "itemgroupid", "group", "parent", "parentsku", "parentid", "handle",
            ],
            Self::Category => &[
                "category", "producttype", "productcategory", "googleproductcategory",
                "categories", "type",
            ],
            Self::Related => &[
                "relatedproduct",
                "relatedproductrelationshiptypeidentifiertypeidentifier",
                "relatedproducts",
            ],
            Self::Availability => &["availability", "instock", "stockstatus", "available"],
            Self::Rating => &[
                "rating", "averagerating", "ratingvalue", "reviewrating", "stars",
            ],
            Self::Reviews => &["reviewcount", "reviews", "ratingcount", "numberofreviews"],
            Self::Testimonial => &["testimonial", "quote", "reviewtext"],
        }
    }
}

fn fold(header: &str) -> String {
    header
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The columns of one file.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) preset: Preset,
    headers: Vec<String>,
    places: Vec<(Role, usize)>,
}

impl Columns {
    /// Recognises the columns of a header row; those in `needed` have to be there.
    pub(super) fn recognise(
        path: &Path,
        headers: &[String],
        options: &ImportOptions,
        needed: &[Role],
    ) -> Result<Self, ImportError> {
        let ImportOptions {
            rows,
            preset,
            columns: named,
            ..
        } = options;
        let argument = rows.argument();
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let place = |name: &str| folded.iter().position(|header| header == name);
        let preset = preset.unwrap_or_else(|| {
            if place("lineitemsku").is_some() {
                Preset::Shopify
            } else if place("invoiceno").is_some() && place("stockcode").is_some() {
                Preset::Uci
            } else if place("orderstatus").is_some() || place("itemsku").is_some() {
                Preset::Woocommerce
            } else {
                Preset::Plain
            }
        });
        let mut places = Vec::new();
        for role in Role::ALL {
            let given = named.iter().rev().find(|(named, _)| *named == role);
            let found = match given {
                Some((_, header)) => {
                    let exact = headers
                        .iter()
                        .position(|found| found.trim() == header)
                        .or_else(|| place(&fold(header)));
                    Some(exact.ok_or_else(|| ImportError::NoHeader {
                        path: path.to_owned(),
                        header: header.clone(),
                        argument,
                        found: headers.to_vec(),
                    })?)
                }
                // In Shopify's export "Name" is the order's, elsewhere it names a product.
                None if role == Role::Order && preset == Preset::Shopify => place("name"),
                None => role.headers().iter().find_map(|name| place(name)),
            };
            match found {
                Some(found) => places.push((role, found)),
                None if needed.contains(&role) => {
                    return Err(ImportError::NoColumn {
                        path: path.to_owned(),
                        role: role.word(),
                        argument,
                        found: headers.to_vec(),
                    });
                }
                None => {}
            }
        }
        Ok(Self {
            preset,
            headers: headers.to_vec(),
            places,
        })
    }

    fn place(&self, role: Role) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == role)
            .map(|(_, place)| *place)
    }

    /// The cell of a role; `None` when there is no such column or the cell is blank.
    pub(super) fn cell<'a>(&self, role: Role, cells: &'a [String]) -> Option<&'a str> {
        self.place(role)
            .and_then(|place| cells.get(place))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    pub(super) fn header(&self, role: Role) -> String {
        self.place(role)
            .and_then(|place| self.headers.get(place))
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn count(&self) -> usize {
        self.headers.len()
    }
}
