//! A simulated shop with a control group.

use fastrand::Rng;
use tillside::earnings::{
    Earnings, EarningsError, EventLog, OrderBook, ReportSettings, SoldLine, earnings,
};
use tillside::model::Currency;

use super::coverage::normal;

const DAY: i64 = 86_400;
/// 2025-01-01.
const NEW_YEAR: i64 = 1_735_689_600;

/// A shop over a year: visitors, a share of them in the control group, and orders with a long tail.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub visitors: u32,
    pub control_percent: u32,
    /// Share of the visitors who buy.
    pub conversion: f64,
    /// Spread of the logarithm of the order values; 0.8 means that one order of 40 is five times the
    /// median.
    pub sigma: f64,
    /// Factor of the order values of shoppers with offers.
    pub lift: f64,
}

/// An order of the simulated year.
#[derive(Clone, Debug)]
pub struct Sale {
    pub order: String,
    pub visitor: String,
    pub time: i64,
    pub pence: i64,
    pub is_control: bool,
}

/// The mean of the order values of the control group, in pence.
pub fn control_mean(shop: &Shop) -> f64 {
    3_000.0 * (shop.sigma * shop.sigma / 2.0).exp()
}

/// The visitors with their groups, and the orders.
pub fn year(shop: &Shop, seed: u64) -> (Vec<(String, bool)>, Vec<Sale>) {
    let mut random = Rng::with_seed(seed);
    let (mut visitors, mut sales) = (Vec::new(), Vec::new());
    for number in 0..shop.visitors {
        let is_control = random.u32(..100) < shop.control_percent;
        let visitor = format!("v{number}");
        visitors.push((visitor.clone(), is_control));
        if random.f64() >= shop.conversion {
            continue;
        }
        // A customer has a taste: the orders of one shopper resemble each other.
        let taste = 0.5 * normal(&mut random);
        let orders = 1 + u32::from(random.f64() < 0.25) + u32::from(random.f64() < 0.1);
        for place in 0..orders {
            let own = (shop.sigma * shop.sigma - 0.25 * shop.sigma.min(1.0))
                .max(0.0)
                .sqrt();
            let taste = taste * shop.sigma.min(1.0).sqrt();
            let value = 3_000.0 * (taste + own * normal(&mut random)).exp();
            let value = if is_control { value } else { value * shop.lift };
            sales.push(Sale {
                order: format!("N{number}-{place}"),
                visitor: visitor.clone(),
                time: NEW_YEAR + random.i64(0..365 * DAY),
                pence: (value.round() as i64).max(1),
                is_control,
            });
        }
    }
    (visitors, sales)
}

pub fn line(sale: &Sale) -> SoldLine<'_> {
    SoldLine {
        order: &sale.order,
        sku: "A",
        price_micros: Some(sale.pence * 10_000),
        quantity: 1,
        time: Some(sale.time),
        customer: Some(&sale.visitor),
        group: Some(if sale.is_control {
            "control"
        } else {
            "treatment"
        }),
        ..SoldLine::default()
    }
}

pub fn settings() -> ReportSettings {
    ReportSettings {
        currency: Some(Currency::new("GBP").unwrap()),
        ..ReportSettings::default()
    }
}

/// The report on lines and, if there are any, events.
pub fn report(
    lines: &[SoldLine<'_>],
    events: &[String],
    settings: &ReportSettings,
) -> Result<Earnings, EarningsError> {
    let mut book = OrderBook::default();
    book.begin_file();
    for line in lines {
        book.push(line);
    }
    let orders = book.settle(settings)?;
    let log = (!events.is_empty()).then(|| {
        let mut log = EventLog::default();
        log.set_currency(orders.currency.code());
        for event in events {
            log.push(event);
        }
        log
    });
    earnings(&orders, log, settings)
}
