//! Which interval contains the truth as often as it promises, for orders with a long tail.

use fastrand::Rng;
use tillside::earnings::statistics::{Cluster, Estimate, Moments, difference, welch_difference};

/// A standard normal draw, by Box and Muller.
pub fn normal(random: &mut Rng) -> f64 {
    let (radius, angle) = (1.0 - random.f64(), random.f64());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

fn orders(random: &mut Rng, number: usize, sigma: f64) -> Vec<f64> {
    (0..number)
        .map(|_| (3.0 + sigma * normal(random)).exp())
        .collect()
}

fn moments(values: &[f64]) -> Moments {
    let cluster = |sum: &f64| Cluster {
        sum: *sum,
        count: 1.0,
    };
    let clusters: Vec<Cluster> = values.iter().map(cluster).collect();
    Moments::of(&clusters, 0).unwrap()
}

/// The percentile-t bootstrap with 299 resamples.
fn bootstrap(random: &mut Rng, treatment: &[f64], control: &[f64]) -> Estimate {
    let (one, other) = (moments(treatment), moments(control));
    let value = one.mean - other.mean;
    let error = |one: &Moments, other: &Moments| (one.variance + other.variance).sqrt();
    let mut again = |values: &[f64]| -> Moments {
        let drawn: Vec<f64> = values
            .iter()
            .map(|_| values[random.usize(..values.len())])
            .collect();
        moments(&drawn)
    };
    let mut statistics: Vec<f64> = (0..299)
        .map(|_| {
            let (a, b) = (again(treatment), again(control));
            (a.mean - b.mean - value) / error(&a, &b)
        })
        .collect();
    statistics.sort_by(f64::total_cmp);
    let error = error(&one, &other);
    Estimate {
        value,
        low: value - error * statistics[291],
        high: value - error * statistics[7],
    }
}

#[test]
#[ignore = "prints the table of docs/report.md; takes two minutes"]
fn misses_of_four_intervals() {
    for (sigma, control, treatment) in [
        (0.6, 50, 450),
        (0.6, 100, 900),
        (1.0, 50, 450),
        (1.0, 100, 900),
        (1.0, 300, 2700),
        (1.3, 100, 900),
        (1.3, 300, 2700),
        (1.0, 200, 200),
    ] {
        let mut hits = [[0; 2]; 4];
        let runs = 600;
        for seed in 0..runs {
            let mut random = Rng::with_seed(seed);
            let a = orders(&mut random, treatment, sigma);
            let b = orders(&mut random, control, sigma);
            let (ma, mb) = (moments(&a), moments(&b));
            let logs = |values: &[f64]| moments(&values.iter().map(|v| v.ln()).collect::<Vec<_>>());
            for (i, e) in [
                welch_difference(&ma, &mb),
                difference(&ma, &mb),
                bootstrap(&mut random, &a, &b),
                welch_difference(&logs(&a), &logs(&b)),
            ]
            .iter()
            .enumerate()
            {
                if e.low > 0.0 {
                    hits[i][0] += 1;
                }
                if e.high < 0.0 {
                    hits[i][1] += 1;
                }
            }
        }
        println!(
            "sigma {sigma} {control}:{treatment} welch hall boot log: {:?}",
            hits.map(
                |h| h.map(
                    |x| (f64::from(x) / f64::from(u32::try_from(runs).unwrap()) * 1000.0).round()
                        / 10.0
                )
            )
        );
    }
}

/// Of 1,000 intervals, those that are too low, and those that are too high.
fn misses(interval: fn(&Moments, &Moments) -> Estimate, sigma: f64) -> [u32; 2] {
    let mut misses = [0; 2];
    for seed in 0..1_000 {
        let mut random = Rng::with_seed(seed);
        let treatment = moments(&orders(&mut random, 900, sigma));
        let control = moments(&orders(&mut random, 100, sigma));
        let found = interval(&treatment, &control);
        misses[0] += u32::from(found.high < 0.0);
        misses[1] += u32::from(found.low > 0.0);
    }
    misses
}

/// 1,000 experiments without an effect, 100 orders of the control group in each.
#[test]
fn the_correction_for_skewness_misses_evenly_where_welch_misses_on_one_side() {
    for sigma in [0.6, 1.0] {
        let [welch, hall] = [welch_difference, difference].map(|interval| misses(interval, sigma));
        let worse = |[low, high]: [u32; 2]| low.max(high);
        assert!(worse(hall) < worse(welch), "{sigma}: {hall:?} {welch:?}");
        assert!(hall[0] + hall[1] <= 90, "{sigma}: {hall:?}");
        assert!(hall[0] >= 10, "{sigma}: {hall:?}");
    }
}
