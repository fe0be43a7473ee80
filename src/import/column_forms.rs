//! Decides the form of each column of dates or numbers, and whether a price is that of a piece or a
//! line.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::column_evidence::Sample;
use super::columns::ColumnRoles;
use super::dates::{ChosenDate, DateForm};
use super::doubt::Doubt;
use super::money_signs;
use super::numbers::{Chosen, Decimal, MoneyHint, NumberEvidence, micros};
use super::presets::PriceIs;
use super::words::{fold, tokens};
use super::{ImportOptions, Preset, Role, RowLayout};

/// The decisions about the columns of one file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Forms {
    pub(super) dates: Option<DateForm>,
    pub(super) price: Decimal,
    pub(super) quantity: Decimal,
    pub(super) sale_price: Decimal,
    pub(super) price_is: PriceIs,
    /// The column of the price: that of one piece, else that of the line.
    pub(super) price_place: Option<usize>,
    /// Information about the currency of the price.
    pub(super) hint: MoneyHint,
    /// Whether no cell of the sample has a sign. The first later cell with a sign may show another
    /// form.
    pub(super) is_price_untold: bool,
    pub(super) is_quantity_untold: bool,
    /// Whether SKUs are whole numbers that a program wrote with decimals.
    pub(super) has_floats: bool,
}

/// Roles whose form can still change after the sample.
pub(super) fn open_columns(columns: &ColumnRoles, sample: &Sample) -> Vec<usize> {
    let is_open = |role: Role, place: usize| {
        sample.column(place).is_some_and(|column| match role {
            Role::Time => column.dates.is_open(),
            _ => column.numbers.is_open(),
        })
    };
    [
        Role::Time,
        Role::Price,
        Role::LineTotal,
        Role::Quantity,
        Role::SalePrice,
    ]
    .into_iter()
    .filter_map(|role| Some((role, columns.place(role)?)))
    .filter(|(role, place)| is_open(*role, *place))
    .map(|(_, place)| place)
    .collect()
}

/// Decides the forms. An undecided form becomes a doubt.
pub(super) struct FormChooser<'a> {
    pub(super) columns: &'a ColumnRoles,
    pub(super) sample: &'a Sample,
    pub(super) options: &'a ImportOptions,
    /// Whether the file is JSON, in which many APIs write cents.
    pub(super) is_json: bool,
    pub(super) doubts: &'a mut Vec<Doubt>,
}

impl FormChooser<'_> {
    pub(super) fn forms(&mut self) -> Forms {
        let mut forms = Forms {
            dates: self.dates(),
            ..Forms::default()
        };
        let place = self.columns.place(Role::Price);
        forms.price_place = place.or_else(|| self.columns.place(Role::LineTotal));
        let role = if place.is_some() {
            Role::Price
        } else {
            Role::LineTotal
        };
        forms.price = self.number(role);
        forms.quantity = self.number(Role::Quantity);
        forms.sale_price = self.number(Role::SalePrice);
        forms.price_is = self.price_is(&forms, place.is_some());
        self.doubt_currencies(forms.price_place);
        let is_untold = |role: Role| {
            let column = self.columns.place(role);
            let column = column.and_then(|place| self.sample.column(place));
            self.options.decimal.is_none()
                && column.is_some_and(|column| !column.numbers.has_signs())
        };
        forms.is_price_untold = is_untold(role);
        forms.is_quantity_untold = is_untold(Role::Quantity);
        forms.hint = forms
            .price_place
            .map_or_else(MoneyHint::default, |place| self.hint(place));
        let sku = self
            .columns
            .place(Role::Sku)
            .and_then(|place| self.sample.column(place));
        forms.has_floats = sku.is_some_and(super::column_evidence::ColumnEvidence::has_floats);
        forms
    }

    /// Asks which of several columns of prices is in the shop's currency: `Price EUR`, `Price USD`.
    fn doubt_currencies(&mut self, price: Option<usize>) {
        let is_told = self.options.currency.is_some()
            || self.columns.has(Role::Currency)
            || self
                .options
                .columns
                .iter()
                .any(|(role, _)| *role == Role::Price);
        let Some(price) = price.filter(|_| !is_told) else {
            return;
        };
        let header = self.columns.header_at(price);
        let Some(code) = money_signs::of_header(&header) else {
            return;
        };
        let is_same_price = |other: &&String| {
            let words = |header: &str, code: &str| fold(header).replace(&code.to_lowercase(), "");
            money_signs::of_header(other)
                .is_some_and(|named| named != code && words(other, &named) == words(&header, &code))
        };
        let others: Vec<String> = self
            .columns
            .headers
            .iter()
            .filter(is_same_price)
            .cloned()
            .collect();
        if others.is_empty() {
            return;
        }
        self.doubts.push(Doubt {
            what: format!(
                "The prices are in several currencies: \"{header}\", \"{}\".",
                others.join("\", \"")
            ),
            rows: Vec::new(),
            remedy: format!("Pass the shop's currency, for example --currency {code}."),
        });
    }

    fn dates(&mut self) -> Option<DateForm> {
        let place = self.columns.place(Role::Time)?;
        let column = self.sample.column(place)?;
        let given = self.options.dates.or_else(|| {
            let reading = self.options.reading.as_ref()?;
            DateForm::parse(reading.dates.as_deref()?).ok()
        });
        match column.dates.chosen() {
            ChosenDate::Sure(form) => {
                // The user's form takes precedence even if it fits no cell: the first cell is then
                // reported.
                Some(self.options.dates.unwrap_or(form))
            }
            ChosenDate::None => given.or(Some(DateForm::YearFirst)),
            ChosenDate::Mixed => {
                if given.is_none() {
                    let cells = column.dates.apart.iter().flatten();
                    self.doubts.push(Doubt {
                        what: format!(
                            "The dates in \"{}\" have two forms: in some rows the day comes first, in others the month. A \
                             spreadsheet of another country swaps day and month where it can.",
                            self.columns.header_at(place)
                        ),
                        rows: cells.cloned().collect(),
                        remedy: "Export the file again and use it without opening and saving it in a spreadsheet, or pass --dates day-first (or month-first) \
                                 with --skip-bad-rows."
                            .to_owned(),
                    });
                }
                given
            }
            ChosenDate::Doubt(forms) => {
                let of_preset = self.columns.preset.rules().dates;
                let known = [given, of_preset, self.sibling_dates(place)];
                let settled = known
                    .into_iter()
                    .flatten()
                    .find(|form| forms.contains(form));
                if settled.is_none() {
                    self.doubt_dates(place, &forms);
                }
                settled
            }
        }
    }

    fn doubt_dates(&mut self, place: usize, forms: &[DateForm]) {
        let column = self.sample.column(place);
        let example = column
            .and_then(|column| column.dates.first.clone())
            .unwrap_or_default();
        let words: Vec<String> = forms
            .iter()
            .map(|form| format!("--dates {}", form.word()))
            .collect();
        self.doubts.push(Doubt {
            what: format!(
                "The dates in \"{}\" may begin with the day or with the month; no row decides it.",
                self.columns.header_at(place)
            ),
            rows: vec![example],
            remedy: format!("Pass {}.", words.join(" or ")),
        });
    }

    /// The form of the other columns of dates, if they agree.
    fn sibling_dates(&self, place: usize) -> Option<DateForm> {
        let others = self.sample.columns.iter().enumerate();
        let mut forms = others
            .filter(|(other, _)| *other != place)
            .filter_map(|(_, column)| match column.dates.chosen() {
                ChosenDate::Sure(form @ (DateForm::DayFirst | DateForm::MonthFirst))
                    if column.cells > 0 && !column.dates.has_points() =>
                {
                    Some(form)
                }
                _ => None,
            });
        let first = forms.next()?;
        forms.all(|form| form == first).then_some(first)
    }

    fn number(&mut self, role: Role) -> Decimal {
        let Some(place) = self.columns.place(role) else {
            return Decimal::Point;
        };
        let Some(column) = self.sample.column(place) else {
            return Decimal::Point;
        };
        let is_money = role != Role::Quantity;
        if let Some(decimal) = self.options.decimal
            && (is_money || !matches!(decimal, Decimal::Hundredths | Decimal::Millionths))
        {
            return decimal;
        }
        let header = self.columns.header_at(place);
        let by_header = is_in_cents(&header).then_some(Decimal::Hundredths);
        let small = by_header.or(self.columns.preset.rules().amounts);
        if is_money && let Some(small) = small.filter(|_| !column.numbers.has_signs()) {
            match (self.hint(place).decimals, small) {
                // A currency without hundredths.
                (Some(0), Decimal::Hundredths) => {}
                _ => return small,
            }
        }
        let may_be_cents = is_money && self.may_be_in_cents(place);
        if may_be_cents && (self.is_json || self.look_like_cents(place)) {
            self.doubts.push(Doubt {
                what: format!(
                    "The amounts in \"{header}\" are whole numbers and may be cents, as many programs write them."
                ),
                rows: self.sample.cells([place]).map(|[cell]| cell.to_owned()).take(3).collect(),
                remedy: "Pass --decimal hundredths or --decimal point.".to_owned(),
            });
            return Decimal::Point;
        }
        let chosen = if role == Role::Quantity {
            column.numbers.quantity()
        } else {
            column.numbers.money(self.hint(place))
        };
        match chosen {
            Chosen::Sure(form) => form,
            Chosen::Doubt => {
                let before =
                    self.options.reading.as_ref().and_then(|reading| {
                        Decimal::parse(reading.decimals.get(role.word())?).ok()
                    });
                before
                    .or_else(|| self.sibling_decimal(place))
                    .unwrap_or_else(|| {
                        self.doubt_number(place, &column.numbers);
                        Decimal::Point
                    })
            }
            Chosen::Mixed => {
                let rows = column
                    .numbers
                    .both
                    .clone()
                    .map(Vec::from)
                    .unwrap_or_default();
                self.doubts.push(Doubt {
                    what: format!(
                        "The numbers in \"{}\" have two forms: some have a decimal point, others a decimal comma.",
                        self.columns.header_at(place)
                    ),
                    rows,
                    remedy: "Export them in one form, or pass --decimal point (or comma) with \
                             --skip-bad-rows."
                        .to_owned(),
                });
                Decimal::Point
            }
        }
    }

    /// Whether all amounts of a currency with hundredths are whole numbers, and none is below 1 if they
    /// are in hundredths.
    fn may_be_in_cents(&self, place: usize) -> bool {
        let amounts = self.sample.cells([place]).filter(|[cell]| !cell.is_empty());
        let mut amounts = amounts.map(|[cell]| cell.parse::<i64>().ok()).peekable();
        amounts.peek().is_some()
            && self.hint(place).decimals == Some(2)
            && amounts.all(|amount| amount.is_some_and(|amount| amount == 0 || amount >= 100))
    }

    /// Whether whole amounts look like cents in a file of an unknown system: nearly all of them end
    /// like prices with cents, such as 1299 and 2450, and no other column has decimals.
    fn look_like_cents(&self, place: usize) -> bool {
        const FEWEST: usize = 3;
        const ENDS: [&str; 9] = ["99", "95", "90", "98", "79", "89", "49", "50", "25"];
        let is_known =
            self.columns.preset != Preset::Plain || self.options.rows != RowLayout::Orders;
        let mut columns = self.sample.columns.iter();
        let has_decimals = columns.any(|column| {
            column.numbers.is_numeric() && column.numbers.has_signs() && !column.dates.is_date()
        });
        let amounts: BTreeSet<&str> = self.sample.cells([place]).map(|[cell]| cell).collect();
        let amounts = amounts.into_iter().filter(|cell| cell.len() >= 3);
        let (all, like) = amounts.fold((0_usize, 0_usize), |(all, like), cell| {
            let is_like = ENDS.iter().any(|end| cell.ends_with(end));
            (
                all.saturating_add(1),
                like.saturating_add(usize::from(is_like)),
            )
        });
        !is_known
            && !has_decimals
            && self
                .currency(place)
                .is_some_and(|code| money_signs::has_usual_cents(&code))
            && all >= FEWEST
            && like.saturating_mul(10) >= all.saturating_mul(9)
    }

    fn doubt_number(&mut self, place: usize, numbers: &NumberEvidence) {
        self.doubts.push(Doubt {
            what: format!(
                "The sign in the numbers of \"{}\" may separate decimals or thousands; no row decides it.",
                self.columns.header_at(place)
            ),
            rows: numbers.first_doubtful.iter().cloned().collect(),
            remedy: "Pass --decimal point or --decimal comma, the shop's decimal sign. Passing the shop's \
                     currency with --currency can be enough."
                .to_owned(),
        });
    }

    /// The form of the other columns of numbers, if they agree.
    fn sibling_decimal(&self, place: usize) -> Option<Decimal> {
        let others = self.sample.columns.iter().enumerate();
        let mut forms = others
            .filter(|(other, _)| *other != place)
            .filter_map(|(_, column)| {
                let numbers = &column.numbers;
                if !numbers.is_settled() || !numbers.is_numeric() || column.dates.is_date() {
                    return None;
                }
                match numbers.money(MoneyHint::default()) {
                    Chosen::Sure(form) => Some(form),
                    _ => None,
                }
            });
        let first = forms.next()?;
        forms.all(|form| form == first).then_some(first)
    }

    /// Information about the currency of a column of prices.
    fn hint(&self, place: usize) -> MoneyHint {
        MoneyHint {
            decimals: self
                .currency(place)
                .as_deref()
                .and_then(money_signs::decimals),
        }
    }

    /// The currency of a column of prices.
    fn currency(&self, place: usize) -> Option<String> {
        let shop = self.options.currency.as_deref();
        let column = self.columns.place(Role::Currency);
        let mut cells = column
            .into_iter()
            .flat_map(|column| self.sample.cells([column]));
        let in_column = || {
            let first = cells.find(|[cell]| !cell.is_empty());
            first.map(|[cell]| money_signs::currency(cell, shop).unwrap_or_else(|| cell.to_owned()))
        };
        let in_price = || {
            let mut prices = self.sample.cells([place]);
            prices.find_map(|[price]| money_signs::currency(price, shop))
        };
        shop.map(str::to_owned).or_else(in_column).or_else(in_price)
    }

    /// Whether the price is that of a piece or of a line. The user's option decides, then the shop
    /// system, then products that were bought in different quantities, then the header.
    fn price_is(&self, forms: &Forms, is_price: bool) -> PriceIs {
        let by_header = if is_price {
            PriceIs::Piece
        } else {
            PriceIs::Line
        };
        let told = self.options.price_is.or_else(|| {
            let rules = self.columns.preset.rules();
            rules.price_is.filter(|_| is_price)
        });
        if let Some(told) = told {
            return told;
        }
        let (Some(price), Some(quantity)) = (forms.price_place, self.columns.place(Role::Quantity))
        else {
            return by_header;
        };
        let product = self
            .columns
            .place(Role::Sku)
            .or_else(|| self.columns.place(Role::Title));
        let Some(product) = product else {
            return by_header;
        };
        match self.votes([product, quantity, price], forms) {
            (pieces, lines) if is_price && lines >= 2 && pieces.saturating_mul(9) <= lines => {
                PriceIs::Line
            }
            (pieces, lines) if !is_price && pieces >= 2 && lines.saturating_mul(9) <= pieces => {
                PriceIs::Piece
            }
            _ => by_header,
        }
    }

    /// Among the products that were bought in different quantities: the number of those whose price
    /// stayed the same, and of those whose price grew with the quantity.
    fn votes(&self, places: [usize; 3], forms: &Forms) -> (u32, u32) {
        let mut products: FxHashMap<&str, Vec<(i64, i64)>> = FxHashMap::default();
        for [product, quantity, price] in self.sample.cells(places) {
            let quantity = micros(quantity, forms.quantity).filter(|quantity| *quantity > 0);
            let price = micros(price, forms.price).filter(|price| *price > 0);
            if let (Some(quantity), Some(price), false) = (quantity, price, product.is_empty()) {
                products.entry(product).or_default().push((quantity, price));
            }
        }
        let (mut pieces, mut lines) = (0_u32, 0_u32);
        for bought in products.values() {
            let Some((quantity, price)) = bought.first().copied() else {
                continue;
            };
            let others = || {
                bought
                    .iter()
                    .copied()
                    .filter(|(other, _)| *other != quantity)
            };
            if others().next().is_none() {
                continue;
            }
            let near = |one: i128, other: i128| {
                one.abs_diff(other).saturating_mul(200) <= one.unsigned_abs()
            };
            let product = |one: i64, other: i64| i128::from(one).saturating_mul(i128::from(other));
            if others().all(|(_, other)| other == price) {
                pieces = pieces.saturating_add(1);
            } else if others()
                .all(|(number, other)| near(product(price, number), product(other, quantity)))
            {
                lines = lines.saturating_add(1);
            }
        }
        (pieces, lines)
    }
}

/// Whether the header of an amount states that it is in hundredths, or is one of Vendure's or of
/// Stripe's API, which are.
fn is_in_cents(header: &str) -> bool {
    let words = tokens(header);
    let is_cents = |word: &String| matches!(word.as_str(), "cent" | "cents" | "minor" | "pence");
    let folded = fold(header);
    words.iter().any(is_cents)
        || ["unitpricewithtax", "linepricewithtax"]
            .iter()
            .any(|known| folded.ends_with(known))
        || ["unit_amount", "amount_total"]
            .iter()
            .any(|known| header.ends_with(known))
}
