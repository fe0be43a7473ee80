//! A simulated year: the report finds the true effect, and none where there is none.

use tillside::earnings::{ComparedMeasure, Verdict};

use super::shop::{Sale, Shop, control_mean, line, report, settings, year};

/// Years that are simulated. With 100 of them an interval of 95 % contains the truth in fewer than 93
/// every ninth time, with 400 in fewer than 93 % every fiftieth time.
const SEEDS: u64 = 400;

/// 93 % of the years.
const ENOUGH: u32 = 372;

const SHOP: Shop = Shop {
    visitors: 10_000,
    control_percent: 20,
    conversion: 0.2,
    sigma: 0.8,
    lift: 1.0,
};

/// Of [`SEEDS`] years: intervals that contain the true difference of the order value, and verdicts.
fn years(shop: &Shop) -> (u32, [u32; 3]) {
    let truth = control_mean(shop) * (shop.lift - 1.0);
    let (mut inside, mut verdicts) = (0, [0; 3]);
    for seed in 0..SEEDS {
        let (_, sales) = year(shop, seed);
        let lines: Vec<_> = sales.iter().map(line).collect();
        let found = report(&lines, &[], &settings()).unwrap();
        let measure = found.measures[0];
        assert_eq!(measure.name, ComparedMeasure::OrderValue);
        inside += u32::from(measure.difference.low <= truth && truth <= measure.difference.high);
        match found.verdict {
            Verdict::Less { .. } => verdicts[0] += 1,
            Verdict::Unclear => verdicts[1] += 1,
            Verdict::More { .. } => verdicts[2] += 1,
            other => panic!("{other:?}"),
        }
    }
    (inside, verdicts)
}

#[test]
fn the_true_effect_is_in_the_interval_of_a_year() {
    let (inside, verdicts) = years(&Shop { lift: 1.25, ..SHOP });
    assert!(inside >= ENOUGH, "{inside} of {SEEDS}");
    assert_eq!(verdicts[0], 0, "{verdicts:?}");
    assert!(verdicts[2] >= 320, "{verdicts:?}");
}

#[test]
fn a_simulated_year_without_an_effect_is_reported_without_one() {
    let (inside, verdicts) = years(&SHOP);
    assert!(
        inside >= ENOUGH && verdicts[1] >= ENOUGH,
        "{inside} of {SEEDS}, {verdicts:?}"
    );
}

#[test]
fn the_effect_on_visitors_is_in_the_interval_of_a_year() {
    let shop = Shop {
        visitors: 3_000,
        lift: 1.2,
        conversion: 0.2,
        control_percent: 30,
        ..SHOP
    };
    let (mut inside, mut split) = (0, 0);
    for seed in 0..SEEDS {
        let (visitors, sales) = year(&shop, 1_000 + seed);
        let time = |sale: &Sale| format!("{}000", sale.time);
        let mut events: Vec<String> = visitors
            .iter()
            .map(|(visitor, is_control)| {
                format!(r#"{{"event":"tillside-plan","visitor":"{visitor}","at":1735689600000,"detail":{{"plan":{{"isControlGroup":{is_control}}}}}}}"#)
            })
            .collect();
        events.extend(sales.iter().map(|sale| {
            format!(
                r#"{{"event":"tillside-order","order":"{}","visitor":"{}","at":{}}}"#,
                sale.order,
                sale.visitor,
                time(sale)
            )
        }));
        // The export knows neither the customer nor the group.
        let lines: Vec<_> = sales
            .iter()
            .map(|sale| tillside::earnings::SoldLine {
                group: None,
                customer: None,
                ..line(sale)
            })
            .collect();
        let settings = tillside::earnings::ReportSettings {
            control_percent: Some(30),
            ..settings()
        };
        let found = report(&lines, &events, &settings).unwrap();
        let measure = found.measures[0];
        assert_eq!(measure.name, ComparedMeasure::RevenuePerVisitor);
        let truth = control_mean(&shop) * (shop.lift - 1.0) * shop.conversion * 1.35;
        inside += u32::from(measure.difference.low <= truth && truth <= measure.difference.high);
        split += u32::from(found.split.unwrap().is_uneven);
    }
    assert!(inside >= ENOUGH, "{inside} of {SEEDS}");
    // A warning by chance: once in 1,000 years.
    assert!(split <= 3, "{split} of {SEEDS}");
}
