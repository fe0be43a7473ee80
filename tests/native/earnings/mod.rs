//! What the offers earned.

mod command;
mod coverage;
mod rules;
mod shop;
mod year;
