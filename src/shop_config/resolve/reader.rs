//! Shared readers of amounts, numbers, currencies, addresses and lists of products.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;

use crate::model::{Currency, Minor, Selection, SkuKey, UrlTemplates};
use crate::shop_config::Selector;
use crate::shop_config::diagnostic::{SpannedDiagnostic, error_at};
use crate::shop_config::schema::{ChoiceTable, LinksTable, Names, listed};

/// The currency at the top of the file, or that of a market.
#[derive(Clone)]
pub(super) enum ShopCurrency {
    None,
    /// The value is invalid and has been reported already.
    Mistaken,
    Known(Currency),
}

pub(super) struct Reader<'a> {
    pub(super) shop: ShopCurrency,
    pub(super) diagnostics: &'a mut Vec<SpannedDiagnostic>,
    /// The spans of tables from which the parser removed something.
    pub(super) incomplete: &'a [Range<usize>],
    pub(super) selections: Vec<Selector>,
    pub(super) choices: Vec<(ChoiceTable, Selection)>,
}

impl Reader<'_> {
    pub(super) fn keep<T>(&mut self, read: Result<T, SpannedDiagnostic>) -> Option<T> {
        read.map_err(|fault| self.diagnostics.push(fault)).ok()
    }

    pub(super) fn refuse<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.diagnostics.push(error_at(at, message));
    }

    /// Resolves the tables of a section. A table from which the parser removed something is checked
    /// for other errors and then left out.
    pub(super) fn section<T, M>(
        &mut self,
        tables: Vec<Spanned<T>>,
        read: impl Fn(&mut Self, &Spanned<T>) -> Option<M>,
    ) -> Vec<(T, M)> {
        let read = |table: Spanned<T>| {
            let meaning = read(self, &table).filter(|_| self.is_whole(&table))?;
            Some((table.into_inner(), meaning))
        };
        tables.into_iter().filter_map(read).collect()
    }

    fn is_whole<T>(&self, table: &Spanned<T>) -> bool {
        !self.incomplete.contains(&table.span())
    }

    /// Reports a missing key, unless the parser may have removed it.
    pub(super) fn refuse_lack<T>(&mut self, table: &Spanned<T>, message: impl Into<String>) {
        if self.is_whole(table) {
            self.refuse(table, message);
        }
    }

    /// The texts of a list. An empty list is an error, because a missing list often selects all
    /// products.
    pub(super) fn listed<'n>(&mut self, names: &'n Names) -> &'n [Spanned<String>] {
        if let Some(names) = names.as_ref().filter(|names| names.get_ref().is_empty()) {
            self.refuse(
                names,
                "this list is empty. Add an entry, or remove the list.",
            );
        }
        listed(names)
    }

    /// The currency of a table: its own, otherwise the shop's.
    pub(super) fn currency<T>(
        &mut self,
        own: Option<&Spanned<String>>,
        beside: &Spanned<T>,
    ) -> Option<Currency> {
        match (own, &self.shop) {
            (Some(own), _) => self.keep(read_currency(own)),
            (None, ShopCurrency::Known(shop)) => Some(shop.clone()),
            (None, ShopCurrency::Mistaken) => None,
            (None, ShopCurrency::None) => {
                let remedy = "Write currency = \"GBP\" at the top of the file.";
                self.keep(Err(error_at(
                    beside,
                    format!("an amount needs a currency. {remedy}"),
                )))
            }
        }
    }

    pub(super) fn links(&mut self, LinksTable { product, image }: LinksTable) -> UrlTemplates {
        UrlTemplates {
            product: product.and_then(|template| self.keep(read_template(template))),
            image: image.and_then(|template| self.keep(read_template(template))),
        }
    }

    pub(super) fn money(&mut self, text: &Spanned<String>, currency: &Currency) -> Option<Minor> {
        self.keep(
            currency
                .parse(text.get_ref())
                .map_err(|error| error_at(text, error.to_string())),
        )
    }

    /// A whole number in a range; also `None` if it is missing.
    pub(super) fn whole<T: TryFrom<i64>>(
        &mut self,
        given: Option<&Spanned<i64>>,
        range: RangeInclusive<i64>,
    ) -> Option<T> {
        let given = given?;
        let number = Some(*given.get_ref())
            .filter(|number| range.contains(number))
            .and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            let (from, to) = range.into_inner();
            self.refuse(
                given,
                format!(
                    "{} is out of range. Write a whole number from {from} to {to}.",
                    given.get_ref()
                ),
            );
        }
        number
    }

    /// The number of the selection; `None` if the table has no selection.
    pub(super) fn choice(&mut self, table: &ChoiceTable) -> Option<Selection> {
        let (skus, categories) = (self.listed(&table.skus), self.listed(&table.categories));
        let first = skus.iter().chain(categories).next()?;
        let selector = selector(skus, categories);
        let place = self
            .selections
            .iter()
            .position(|known| chooses_the_same(known, &selector))
            .unwrap_or_else(|| {
                self.selections.push(selector);
                self.selections.len().saturating_sub(1)
            });
        let selection = u8::try_from(place)
            .ok()
            .filter(|place| *place <= Selection::MOST)
            .map(Selection);
        let most = usize::from(Selection::MOST).saturating_add(1);
        if let Some(selection) = selection {
            self.choices.push((table.clone(), selection));
        } else {
            let remedy = "Reuse identical lists, which count once.";
            self.refuse(
                first,
                format!("the file has more than {most} different selections of products. {remedy}"),
            );
        }
        selection
    }
}

fn selector(skus: &[Spanned<String>], categories: &[Spanned<String>]) -> Selector {
    Selector {
        skus: skus.iter().map(|sku| SkuKey::new(sku.get_ref())).collect(),
        categories: categories
            .iter()
            .map(|category| category.get_ref().trim().to_owned())
            .collect(),
    }
}

/// Whether two selectors have the same entries in any order.
fn chooses_the_same(one: &Selector, other: &Selector) -> bool {
    let names = |selector: &Selector| {
        let categories = selector
            .categories
            .iter()
            .map(|category| category.to_lowercase());
        (
            selector.skus.iter().cloned().collect::<BTreeSet<_>>(),
            categories.collect::<BTreeSet<_>>(),
        )
    };
    names(one) == names(other)
}

/// Checks the format of an IANA time zone name: `Europe/London`, `UTC`.
pub(super) fn read_timezone(timezone: Spanned<String>) -> Result<String, SpannedDiagnostic> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    let name = timezone.get_ref();
    if name == "UTC" || (name.contains('/') && name.split('/').all(is_part)) {
        return Ok(timezone.into_inner());
    }
    Err(error_at(
        &timezone,
        format!(
            "\"{name}\" is not a time zone. Use an area and a city, such as \"Europe/London\", or \"UTC\"."
        ),
    ))
}

pub(super) fn read_currency(code: &Spanned<String>) -> Result<Currency, SpannedDiagnostic> {
    Currency::new(code.get_ref()).map_err(|error| error_at(code, error.to_string()))
}

pub(super) fn read_template(template: Spanned<String>) -> Result<String, SpannedDiagnostic> {
    if !template.get_ref().contains("{sku}") {
        return Err(error_at(
            &template,
            "a link template needs {sku} where the SKU goes, such as \"/products/{sku}\".",
        ));
    }
    read_url(template)
}

pub(super) fn read_url(url: Spanned<String>) -> Result<String, SpannedDiagnostic> {
    let text = url.get_ref();
    let scheme = text
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| {
        !["http", "https"]
            .iter()
            .any(|safe| safe.eq_ignore_ascii_case(scheme.trim()))
    }) {
        return Err(error_at(
            &url,
            format!(
                "\"{text}\" is not an address of a page. Use http:, https: or a relative address."
            ),
        ));
    }
    Ok(url.into_inner())
}
