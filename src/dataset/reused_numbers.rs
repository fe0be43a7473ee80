//! Separates orders with the same number: some shops restart their numbers each year, and two shops
//! can use the same numbers.
//!
//! *Invariants*: an order has one customer and spans at most two months; lines without customer or
//! time stay with the others.

use super::lines::Line;
use crate::model::LONGEST_ORDER_SECONDS;

/// Calls `each` with the lines of each order that has this number.
pub(crate) fn each_order(lines: &[Line], mut each: impl FnMut(&[Line])) {
    if has_one_customer(lines) && is_short(lines) {
        return each(lines);
    }
    let mut lines = lines.to_vec();
    let by_customer = lines.iter().all(|line| line.customer != 0);
    let customer = |line: &Line| if by_customer { line.customer } else { 0 };
    lines.sort_by_key(|line| (customer(line), line.time));
    let is_next = |one: &Line, other: &Line| {
        customer(one) == customer(other)
            && (one.time == i64::MIN
                || other.time.saturating_sub(one.time) <= LONGEST_ORDER_SECONDS)
    };
    for order in lines.chunk_by_mut(is_next) {
        // The reader expects the original sorting.
        order.sort_unstable();
        each(order);
    }
}

fn has_one_customer(lines: &[Line]) -> bool {
    let first = lines.first().map_or(0, |line| line.customer);
    lines
        .iter()
        .all(|line| line.customer == first || line.customer == 0)
        || lines.iter().any(|line| line.customer == 0)
}

fn is_short(lines: &[Line]) -> bool {
    let times = || {
        lines
            .iter()
            .map(|line| line.time)
            .filter(|time| *time != i64::MIN)
    };
    match (times().min(), times().max()) {
        (Some(first), Some(last)) => last.saturating_sub(first) <= LONGEST_ORDER_SECONDS,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SECONDS_PER_DAY;

    fn line(product: u32, days: i64, customer: u64) -> Line {
        Line {
            order: 1,
            product,
            time: days.saturating_mul(SECONDS_PER_DAY),
            price_micros: 1,
            customer,
            country: 0,
            currency: 0,
            is_single: true,
            is_cancelled: false,
        }
    }

    fn orders(lines: &[Line]) -> Vec<Vec<u32>> {
        let mut orders = Vec::new();
        each_order(lines, |lines| {
            orders.push(lines.iter().map(|line| line.product).collect());
        });
        orders
    }

    #[test]
    fn a_number_of_another_year_is_another_order() {
        assert_eq!(orders(&[line(1, 0, 0), line(2, 1, 0)]), [[1, 2]]);
        let years = [line(1, 0, 0), line(2, 0, 0), line(3, 300, 0)];
        assert_eq!(orders(&years), [vec![1, 2], vec![3]]);
    }

    #[test]
    fn a_number_of_another_customer_is_another_order() {
        let customers = [line(1, 0, 7), line(2, 0, 8), line(3, 0, 7)];
        assert_eq!(orders(&customers), [vec![1, 3], vec![2]]);
        // If a line has no customer, the order is not split.
        let blank = [line(1, 0, 7), line(2, 0, 0)];
        assert_eq!(orders(&blank), [[1, 2]]);
    }
}
