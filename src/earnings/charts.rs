//! Two charts as static SVG: differences with their intervals, and bars.
//!
//! *Invariants*: no script and no font file; lines have the reader's text color, so that a chart is
//! readable in light, dark and print; names are above their marks, so that a chart of 340 pixels has
//! the same type size as a wide one.

use html_escape::encode_quoted_attribute as escaped;
use plotters::prelude::*;

const INK: RGBColor = RGBColor(0, 0, 0);
const GOOD: RGBColor = RGBColor(0x2f, 0x8a, 0x74);
const BAD: RGBColor = RGBColor(0xc7, 0x5b, 0x12);
const UNSURE: RGBColor = RGBColor(0x80, 0x88, 0x86);
const FONT: &str = "sans-serif";

/// The widths in which each chart is drawn.
pub(super) const WIDE: u32 = 760;
/// The width for a telephone.
pub(super) const NARROW: u32 = 340;

/// A row of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// Name, with the value in words.
    pub(super) label: String,
    pub(super) value: f64,
    /// Both ends of the interval; the value itself if there is none.
    pub(super) low: f64,
    pub(super) high: f64,
}

type Failure = DrawingAreaErrorKind<std::io::Error>;

/// The shape of the marks.
#[derive(Clone, Copy)]
enum Shape {
    Interval,
    Bar,
}

/// Points with intervals around a line at zero; an empty text if there are none.
pub(super) fn intervals(width: u32, unit: &str, says: &str, marks: &[Mark]) -> String {
    let low = marks.iter().map(|mark| mark.low).fold(0.0, f64::min);
    let high = marks.iter().map(|mark| mark.high).fold(0.0, f64::max);
    let margin = ((high - low) * 0.06).max(1e-9);
    let range = (low - margin, high + margin);
    draw((width, Shape::Interval), range, [unit, says], marks)
}

/// Bars from zero; an empty text if none is longer than zero.
pub(super) fn bars(width: u32, unit: &str, says: &str, marks: &[Mark]) -> String {
    let high = marks.iter().map(|mark| mark.value).fold(0.0, f64::max);
    if high <= 0.0 {
        return String::new();
    }
    draw((width, Shape::Bar), (0.0, high * 1.04), [unit, says], marks)
}

fn draw(
    (width, shape): (u32, Shape),
    range: (f64, f64),
    [unit, says]: [&str; 2],
    marks: &[Mark],
) -> String {
    if marks.is_empty() {
        return String::new();
    }
    let rows = u32::try_from(marks.len()).unwrap_or(u32::MAX);
    let height = rows.saturating_mul(58).saturating_add(58);
    let mut svg = String::new();
    let drawn = (|| -> Result<(), Failure> {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(6)
            .margin_right(16)
            .x_label_area_size(46)
            .build_cartesian_2d(range.0..range.1, 0.0..f64::from(rows))?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .x_labels(if width < 500 { 5 } else { 9 })
            .x_label_formatter(&tick)
            .x_desc(unit)
            .axis_style(INK.mix(0.4))
            .light_line_style(TRANSPARENT)
            .bold_line_style(INK.mix(0.13))
            .label_style((FONT, 14).into_font().color(&INK))
            .draw()?;
        let top = f64::from(rows);
        let zero = PathElement::new([(0.0, 0.0), (0.0, top)], INK.mix(0.7).stroke_width(1));
        chart.draw_series(std::iter::once(zero))?;
        let mut from_top = top;
        for mark in marks {
            let label = Text::new(
                shortened(&mark.label, width),
                (range.0, from_top - 0.12),
                (FONT, 15).into_font().color(&INK),
            );
            chart.draw_series(std::iter::once(label))?;
            let y = from_top - 0.66;
            match shape {
                Shape::Interval => {
                    let color = match (mark.low > 0.0, mark.high < 0.0) {
                        (true, _) => GOOD,
                        (_, true) => BAD,
                        _ => UNSURE,
                    };
                    let line = [(mark.low, y), (mark.high, y)];
                    let line = PathElement::new(line, color.stroke_width(4));
                    chart.draw_series(std::iter::once(line))?;
                    let point = Circle::new((mark.value, y), 6, color.filled());
                    chart.draw_series(std::iter::once(point))?;
                }
                Shape::Bar => {
                    let corners = [(0.0, y - 0.16), (mark.value, y + 0.16)];
                    let bar = Rectangle::new(corners, GOOD.filled());
                    chart.draw_series(std::iter::once(bar))?;
                }
            }
            from_top -= 1.0;
        }
        area.present()
    })();
    // Drawing into memory does not fail; if it did, the table has the same data.
    if drawn.is_err() {
        return String::new();
    }
    let start = format!("<svg role=\"img\" aria-label=\"{}\" ", escaped(says));
    svg.replacen("<svg ", &start, 1)
        .replace("\"#000000\"", "\"currentColor\"")
}

fn shortened(label: &str, width: u32) -> String {
    let most = usize::try_from(width.checked_div(8).unwrap_or(40)).unwrap_or(40);
    if label.chars().count() <= most {
        label.to_owned()
    } else {
        label
            .chars()
            .take(most.saturating_sub(1))
            .chain(['…'])
            .collect()
    }
}

/// The label of a number on an axis, without the digits of rounding errors.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "plotters' signature")
)]
fn tick(value: &f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded < 0.0 {
        format!("−{}", -rounded)
    } else {
        rounded.abs().to_string()
    }
}
