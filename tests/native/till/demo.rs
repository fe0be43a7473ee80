//! The demo shop's own cart (`demo/cart.mjs`) charges what the reference till charges.
//!
//! The carts and their amounts are in `tests/data/till.json`, which `tests/e2e/till.spec.mjs` gives to
//! the demo. `TILLSIDE_BLESS=1 cargo test` writes the file again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tillside::model::{Minor, Policy, Reward};
use tillside::shop_config::read_shop;

use super::{Dice, Rounding, Till, TillLine};
use crate::golden_plans::is_blessed;

const FILE: &str = "tests/data/till.json";
const CARTS: u64 = 60;

/// A random cart of the demo; every third one has a subtotal at a threshold of the shop, or one penny
/// below it. Some lines are products of which several cost less together.
fn lines(dice: &mut Dice, thresholds: &[Minor], sets: &[&String]) -> Vec<TillLine> {
    let line = |sku: String, quantity, price| TillLine {
        sku,
        quantity,
        price,
        tax_percent: 0,
    };
    if dice.percent(33) {
        let price = dice.one_of(thresholds) - dice.between(0, 1);
        return vec![line("22423".into(), 1, price)];
    }
    (0..dice.between(0, 5))
        .map(|place| {
            let price = dice.between(0, 4_000);
            if dice.percent(30) {
                return line(dice.one_of(sets).clone(), dice.between(1, 5), 165);
            }
            line(format!("2242{place}"), dice.between(1, 4), price)
        })
        .collect()
}

fn cart(policy: &Policy, bits: &BTreeMap<String, u64>, dice: &mut Dice) -> Value {
    let thresholds: Vec<_> = policy
        .tiers
        .iter()
        .map(|tier| tier.threshold.number())
        .collect();
    let membership = dice.percent(40).then(|| dice.one_of(&policy.memberships));
    let till = Till {
        policy,
        bits,
        prices: &BTreeMap::new(),
        deal: None,
        rounding: Rounding::LineDown,
        lines: lines(dice, &thresholds, &bits.keys().collect::<Vec<_>>()),
        coupon: 0,
        coupon_percent: 0,
        is_shipping_free: false,
        is_member: membership.as_ref().is_some_and(|plan| plan.free_shipping),
    };
    let earned = || policy.tiers.iter().filter(|tier| till.keeps(tier));
    let percent = earned().filter_map(|tier| match tier.reward {
        Reward::Percent(percent) => Some(Minor::from(percent)),
        _ => None,
    });
    let gifts = earned().filter(|tier| matches!(tier.reward, Reward::Gift(_)));
    let off = |percent: Minor| till.subtotal() * percent / 100;
    let discount = membership
        .as_ref()
        .map_or(0, |plan| off(plan.discount_percent.into()));
    let reward = off(percent.max().unwrap_or(0));
    json!({
        "lines": till.lines.iter().map(|line| json!({
            "sku": line.sku, "title": line.sku, "quantity": line.quantity, "priceMinor": line.price,
        })).collect::<Vec<_>>(),
        "membership": membership.map(|plan| plan.id),
        "subtotal": till.subtotal(),
        "discount": discount,
        "reward": reward,
        "gifts": gifts.map(|tier| tier.name.as_str()).collect::<Vec<_>>(),
        "delivery": till.delivery(),
        "total": till.subtotal() - discount - reward + till.delivery(),
    })
}

#[test]
fn the_carts_of_the_demo_are_in_the_repository_with_the_tills_amounts() {
    let shop = read_shop(Path::new("data/shop.toml")).unwrap();
    let policy = shop.policy;
    let sets = policy.quantity_breaks[0].products;
    let skus = &shop.selections[usize::from(sets.0)].skus;
    let bits = skus
        .iter()
        .map(|sku| (sku.as_str().to_uppercase(), sets.mark()));
    let bits = bits.collect();
    let dice = &mut Dice(0x7111);
    let carts: Vec<Value> = (0..CARTS).map(|_| cart(&policy, &bits, dice)).collect();
    let rows: Vec<String> = carts.iter().map(Value::to_string).collect();
    let text = format!("[\n{}\n]\n", rows.join(",\n"));
    if is_blessed() {
        fs::write(FILE, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(FILE).unwrap(), text);
}
