//! Resolves `[[related]]` and `[[block]]`.

use toml::Spanned;

use super::reader::Reader;
use crate::model::{ManualLink, ManualRule, Relation, SkuKey, relation};
use crate::shop_config::diagnostic::error_at;
use crate::shop_config::schema::{BlockTable, RelatedTable};

/// A link with its position in the file.
#[derive(Clone, Debug)]
pub(crate) struct StatedLink {
    pub(crate) from: Spanned<String>,
    pub(crate) to: Spanned<String>,
    pub(crate) link: ManualLink,
}

impl Reader<'_> {
    pub(super) fn hand(
        &mut self,
        related: Vec<RelatedTable>,
        block: Vec<BlockTable>,
    ) -> Vec<StatedLink> {
        let mut hand: Vec<StatedLink> = Vec::new();
        for BlockTable { sku, with } in block {
            self.refuse_empty(&with);
            hand.extend(
                with.into_inner()
                    .into_iter()
                    .map(|to| StatedLink::new(&sku, to, ManualRule::Block, None)),
            );
        }
        let blocks = hand.len();
        for RelatedTable {
            sku,
            relation: word,
            with,
            note,
        } in related
        {
            let found = relation(word.get_ref()).ok_or_else(|| {
                let words = Relation::ALL.map(Relation::name).join(", ");
                error_at(
                    &word,
                    format!(
                        "\"{}\" is not a relation. Use one of {words}.",
                        word.get_ref()
                    ),
                )
            });
            self.refuse_empty(&with);
            let Some(relation) = self.keep(found) else {
                continue;
            };
            for to in with.into_inner() {
                let stated = StatedLink::new(&sku, to, ManualRule::Link(relation), note.clone());
                if hand
                    .iter()
                    .take(blocks)
                    .any(|block| block.is_about_the_pair_of(&stated))
                {
                    let (from, to) = (stated.link.from.as_str(), stated.to.get_ref());
                    let message = format!(
                        "{from} is linked to {to} here, and blocked in [[block]]. Remove one."
                    );
                    self.diagnostics.push(error_at(&stated.to, message));
                } else {
                    hand.push(stated);
                }
            }
        }
        hand
    }

    fn refuse_empty(&mut self, with: &Spanned<Vec<Spanned<String>>>) {
        if with.get_ref().is_empty() {
            self.diagnostics.push(error_at(
                with,
                "this section has no product. Add a SKU, or remove the section.",
            ));
        }
    }
}

impl StatedLink {
    fn new(
        from: &Spanned<String>,
        to: Spanned<String>,
        wish: ManualRule,
        note: Option<String>,
    ) -> Self {
        let link = ManualLink {
            from: SkuKey::new(from.get_ref()),
            to: SkuKey::new(to.get_ref()),
            wish,
            note,
        };
        Self {
            from: from.clone(),
            to,
            link,
        }
    }

    /// Whether both links have the same two products, in either direction.
    pub(crate) fn is_about_the_pair_of(&self, other: &Self) -> bool {
        let pair = (&self.link.from, &self.link.to);
        pair == (&other.link.from, &other.link.to) || pair == (&other.link.to, &other.link.from)
    }
}
