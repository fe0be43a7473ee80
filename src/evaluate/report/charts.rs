//! Two kinds of charts as static SVG: bars, and points along a curve.
//!
//! *Invariants*: no script and no font file; lines have the reader's text color, so a chart is
//! readable in light, dark and print; the label of a chart contains its data as text, for screen
//! readers.

use plotters::coord::ranged1d::SegmentValue;
use plotters::prelude::*;

const INK: RGBColor = RGBColor(0, 0, 0);
const FILL: RGBColor = RGBColor(0x2f, 0x7d, 0x6b);
const ACCENT: RGBColor = RGBColor(0xc7, 0x5b, 0x12);
const WIDTH: u32 = 760;
const FONT: &str = "sans-serif";

/// A bar; bars are listed from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) value: f64,
    /// The confidence interval of the value, if known.
    pub(super) interval: Option<(f64, f64)>,
    /// Whether the bar is highlighted.
    pub(super) is_ours: bool,
}

/// A point with its name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) label: String,
    pub(super) is_ours: bool,
}

/// The labels of the axes, and a sentence about the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axes<'a> {
    pub(super) x: &'a str,
    pub(super) y: &'a str,
    pub(super) caption: &'a str,
}

/// Horizontal bars; an empty string if there are none.
pub(super) fn bars(axes: Axes<'_>, bars: &[Bar]) -> String {
    let longest = bars
        .iter()
        .map(|bar| bar.interval.map_or(bar.value, |(_, high)| high))
        .fold(0.0, f64::max);
    if longest <= 0.0 {
        return String::new();
    }
    let height = u32::try_from(bars.len())
        .unwrap_or(u32::MAX)
        .saturating_mul(30)
        .saturating_add(64);
    let draw = |svg: &mut String| -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let area = SVGBackend::with_string(svg, (WIDTH, height)).into_drawing_area();
        let count = bars.len();
        let label_width = bars
            .iter()
            .map(|bar| bar.label.chars().count())
            .max()
            .unwrap_or(0)
            .clamp(6, 44);
        let mut chart = ChartBuilder::on(&area)
            .margin(8)
            .margin_right(24)
            .x_label_area_size(44)
            .y_label_area_size(
                u32::try_from(label_width)
                    .unwrap_or(44)
                    .saturating_mul(8)
                    .saturating_add(8),
            )
            .build_cartesian_2d(
                0.0..longest * 1.04,
                (0..count.saturating_sub(1)).into_segmented(),
            )?;
        let label = |place: &SegmentValue<usize>| match place {
            SegmentValue::CenterOf(place) => {
                from_bottom(bars, *place).map_or(String::new(), |bar| shortened(&bar.label))
            }
            _ => String::new(),
        };
        chart
            .configure_mesh()
            .disable_y_mesh()
            .y_labels(count)
            .y_label_formatter(&label)
            .x_label_formatter(&tick)
            .x_desc(axes.x)
            .axis_style(INK)
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.15))
            .label_style((FONT, 14).into_font().color(&INK))
            .draw()?;
        chart.draw_series((0..count).filter_map(|place| {
            let bar = from_bottom(bars, place)?;
            let color = if bar.is_ours { ACCENT } else { FILL };
            let corners = [
                (0.0, SegmentValue::Exact(place)),
                (bar.value, SegmentValue::Exact(place.saturating_add(1))),
            ];
            let mut rectangle = Rectangle::new(corners, color.filled());
            rectangle.set_margin(5, 5, 0, 0);
            Some(rectangle)
        }))?;
        chart.draw_series((0..count).filter_map(|place| {
            let (low, high) = from_bottom(bars, place)?.interval?;
            let at = SegmentValue::CenterOf(place);
            Some(PathElement::new(
                [(low, at.clone()), (high, at)],
                INK.stroke_width(2),
            ))
        }))?;
        area.present()
    };
    finished(draw, axes.caption)
}

fn from_bottom(bars: &[Bar], place: usize) -> Option<&Bar> {
    bars.iter().rev().nth(place)
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= 44 {
        label.to_owned()
    } else {
        label.chars().take(43).chain(['…']).collect()
    }
}

/// Points joined by a line from left to right; an empty string if there are fewer than two.
pub(super) fn curve(axes: Axes<'_>, points: &[Point]) -> String {
    let mut points = points.to_vec();
    points.sort_by(|one, other| one.x.total_cmp(&other.x));
    let (Some(first), Some(last), true) = (points.first(), points.last(), points.len() > 1) else {
        return String::new();
    };
    let (low, high) = points
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), point| {
            (low.min(point.y), high.max(point.y))
        });
    let (x_margin, y_margin) = (
        ((last.x - first.x) * 0.08).max(1e-9),
        ((high - low) * 0.2).max(1e-4),
    );
    let (left, right) = (first.x - x_margin, last.x + x_margin);
    let draw = |svg: &mut String| -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let area = SVGBackend::with_string(svg, (WIDTH, 300)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(8)
            .margin_right(32)
            .x_label_area_size(44)
            .y_label_area_size(72)
            .build_cartesian_2d(left..right, (low - y_margin)..(high + y_margin))?;
        chart
            .configure_mesh()
            .x_desc(axes.x)
            .y_desc(axes.y)
            .x_labels(8)
            .y_labels(6)
            .x_label_formatter(&tick)
            .y_label_formatter(&tick)
            .axis_style(INK)
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.15))
            .label_style((FONT, 14).into_font().color(&INK))
            .draw()?;
        chart.draw_series(LineSeries::new(
            points.iter().map(|point| (point.x, point.y)),
            FILL.stroke_width(2),
        ))?;
        chart.draw_series(points.iter().map(|point| {
            let color = if point.is_ours { ACCENT } else { FILL };
            Circle::new(
                (point.x, point.y),
                if point.is_ours { 6 } else { 4 },
                color.filled(),
            )
        }))?;
        let above = (high - low + 2.0 * y_margin) * 0.07;
        chart.draw_series(points.iter().map(|point| {
            Text::new(
                point.label.clone(),
                (point.x + x_margin * 0.1, point.y + above),
                (FONT, 13).into_font().color(&INK),
            )
        }))?;
        area.present()
    };
    finished(draw, axes.caption)
}

/// A drawing with its sentence, in the reader's own colors. Drawing into memory does not fail; if
/// it did, the table below the chart has the same data.
fn finished<E>(draw: impl FnOnce(&mut String) -> Result<(), E>, caption: &str) -> String {
    let mut svg = String::new();
    if draw(&mut svg).is_err() {
        return String::new();
    }
    let start = format!(
        "<svg role=\"img\" aria-label=\"{}\" ",
        html_escape::encode_quoted_attribute(caption)
    );
    svg.replacen("<svg ", &start, 1)
        .replace("\"#000000\"", "\"currentColor\"")
}

/// The label of a number on an axis, without the digits of rounding errors.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "plotters' signature")]
fn tick(value: &f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_a_text_label_and_escapes_markup() {
        let bar = |label: &str, value| Bar {
            label: label.to_owned(),
            value,
            interval: Some((value / 2.0, value * 1.5)),
            is_ours: false,
        };
        let axes = Axes {
            x: "share",
            y: "",
            caption: "A is \"larger\" than <b>",
        };
        let svg = bars(
            axes,
            &[bar("<script>alert(1)</script>", 0.4), bar("b", 0.2)],
        );
        assert!(
            svg.contains("role=\"img\" aria-label=\"A is &quot;larger&quot; than &lt;b&gt;\""),
            "{svg}"
        );
        assert!(!svg.contains("<script") && svg.contains("currentColor"));
        assert_eq!(bars(axes, &[]), "");
        assert_eq!(curve(axes, &[]), "");
    }
}
