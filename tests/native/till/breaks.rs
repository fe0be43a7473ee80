//! Quantity breaks at the reference till, piece by piece.

use std::collections::BTreeMap;

use tillside::model::{BreakKind, QuantityBreak};

use super::{Till, TillLine};

/// A line with the price of each piece.
pub struct Charged<'t> {
    pub line: &'t TillLine,
    pub pieces: Vec<i64>,
}

impl Charged<'_> {
    pub fn worth(&self) -> i64 {
        self.pieces.iter().sum()
    }
}

/// A piece of a group: its place in the cart, the price of its line, and its price without the break.
#[derive(Clone, Copy)]
struct Piece {
    line: usize,
    place: usize,
    told: i64,
    own: i64,
}

impl Till<'_> {
    /// The goods at the prices that the till charges.
    pub fn charged(&self) -> Vec<Charged<'_>> {
        let mut charged: Vec<Charged<'_>> = self
            .goods()
            .map(|line| Charged {
                line,
                pieces: vec![line.price; line.quantity as usize],
            })
            .collect();
        let mut groups: BTreeMap<(usize, String), Vec<Piece>> = BTreeMap::new();
        for (number, line) in self.goods().enumerate() {
            let Some((rule, alone)) = self.rule_of(line) else {
                continue;
            };
            let own = line
                .price
                .max(self.prices.get(&line.sku).copied().unwrap_or(0));
            let pieces = (0..line.quantity as usize).map(|place| Piece {
                line: number,
                place,
                told: line.price,
                own,
            });
            groups.entry((rule, alone)).or_default().extend(pieces);
        }
        for ((rule, _), pieces) in groups {
            let reduced = reduced(&self.policy.quantity_breaks[rule], &pieces);
            let told: i64 = pieces.iter().map(|piece| piece.told).sum();
            if reduced.iter().sum::<i64>() < told {
                for (piece, price) in pieces.iter().zip(reduced) {
                    charged[piece.line].pieces[piece.place] = price;
                }
            }
        }
        charged
    }

    /// The number of the break of a line, and the SKU if it counts alone.
    fn rule_of(&self, line: &TillLine) -> Option<(usize, String)> {
        let bits = self.bits.get(&line.sku).copied()?;
        let mut rules = self.policy.quantity_breaks.iter().enumerate();
        let (number, rule) = rules
            .find(|(_, rule)| rule.countries.is_empty() && bits & rule.products.mark() != 0)?;
        let counts = line.price > 0 && self.deal.as_ref() != Some(&line.sku);
        let alone = if rule.mix.is_some() {
            String::new()
        } else {
            line.sku.clone()
        };
        counts.then_some((number, alone))
    }
}

/// The price of each piece of a group.
fn reduced(rule: &QuantityBreak, pieces: &[Piece]) -> Vec<i64> {
    let count = pieces.len();
    let mut prices: Vec<i64> = pieces.iter().map(|piece| piece.own).collect();
    if rule.kind != BreakKind::Set {
        let reached = rule.tiers.iter().filter(|tier| tier.from as usize <= count);
        let tier = reached.max_by_key(|tier| tier.from);
        for (price, piece) in prices.iter_mut().zip(pieces) {
            if let Some(tier) = tier {
                *price = match rule.kind {
                    BreakKind::Each => tier.value.min(*price),
                    _ => *price - *price * tier.value / 100,
                };
            }
            *price = piece.told.min(*price);
        }
        return prices;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|place| -pieces[*place].own);
    let mut rest = order.as_slice();
    for tier in rule.tiers.iter().rev() {
        let size = tier.from as usize;
        while rest.len() >= size {
            let (set, others) = rest.split_at(size);
            let full: i64 = set.iter().map(|place| pieces[*place].own).sum();
            if full <= tier.value {
                break;
            }
            // Unlike the engine: each piece is rounded down, and the first one gets the remainder.
            let mut left = tier.value;
            for place in set {
                prices[*place] = (i128::from(pieces[*place].own) * i128::from(tier.value)
                    / i128::from(full)) as i64;
                left -= prices[*place];
            }
            prices[set[0]] += left;
            rest = others;
        }
    }
    prices
}
