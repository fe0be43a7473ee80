//! The concepts of which headers consist, in every language.

/// A concept in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::import) enum Concept {
    Order,
    Invoice,
    Transaction,
    Cart,
    Visit,
    Product,
    Line,
    Variant,
    Number,
    Sku,
    Barcode,
    Name,
    Description,
    Price,
    Cost,
    Amount,
    Unit,
    Total,
    Quantity,
    Date,
    Time,
    Created,
    Paid,
    Later,
    Status,
    Currency,
    Customer,
    Person,
    Staff,
    Email,
    Phone,
    Address,
    Country,
    Shipping,
    Billing,
    Tax,
    Net,
    Gross,
    Discount,
    Fee,
    Refund,
    Cancel,
    Payment,
    Measure,
    Note,
    Url,
    Image,
    Category,
    Brand,
    Stock,
    Parent,
    Sale,
    Regular,
    Compare,
    Availability,
    Published,
    Rate,
    Reason,
}

/// A set of concepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Concepts(u64);

impl Concepts {
    pub(in crate::import) const fn of(concepts: &[Concept]) -> Self {
        let mut set = 0;
        let mut rest = concepts;
        while let [first, others @ ..] = rest {
            set |= 1_u64 << (*first as u8);
            rest = others;
        }
        Self(set)
    }

    pub(in crate::import) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(in crate::import) fn has(self, concept: Concept) -> bool {
        self.0 & Self::of(&[concept]).0 != 0
    }

    pub(in crate::import) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Number of concepts in both sets.
    pub(in crate::import) fn shared(self, other: Self) -> u32 {
        (self.0 & other.0).count_ones()
    }

    /// Whether this set contains all concepts of the other.
    pub(in crate::import) fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
