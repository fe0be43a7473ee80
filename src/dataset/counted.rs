//! A data set of facts that a database counted.

use super::builder::{Dataset, DatasetWarnings};
use super::error::DatasetError;
use super::orders::Orders;
use super::products::Products;
use crate::import::CatalogRow;
use crate::model::Currency;

/// Collects the texts of products; [`CountedBuilder::number`] numbers the products.
#[derive(Default)]
pub(crate) struct CountedBuilder {
    products: Products,
}

impl CountedBuilder {
    /// Adds the number of lines with a spelling of a SKU and a title.
    ///
    /// # Errors
    /// [`DatasetError::TooMany`].
    pub(crate) fn add(
        &mut self,
        sku: &str,
        title: Option<&str>,
        lines: u32,
    ) -> Result<(), DatasetError> {
        let number = self.products.count(sku, title, lines);
        number.map(|_| ()).ok_or(DatasetError::TooMany)
    }

    /// Numbers the products, also those of a catalog. The data set has no orders, prices and currency
    /// yet.
    ///
    /// # Errors
    /// [`DatasetError::TooMany`].
    pub(crate) fn number(
        mut self,
        catalog: Option<&[CatalogRow]>,
    ) -> Result<Dataset, DatasetError> {
        for row in catalog.unwrap_or_default() {
            self.add(&row.sku, None, 1)?;
        }
        Ok(Dataset {
            products: self.products.sort(),
            orders: Orders::default(),
            sessions: Orders::default(),
            currency: Currency::none(),
            countries: Vec::new(),
            warnings: DatasetWarnings::default(),
        })
    }
}
