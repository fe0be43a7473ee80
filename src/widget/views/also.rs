//! `<tillside-also>`: what customers with such a basket bought as well.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::singles;
use super::{State, View};
use crate::model::AlsoOffer;

pub(super) fn also(view: &Arc<View>, offer: &AlsoOffer, state: &State) -> Element {
    let heading = element("H2", "heading").attribute("id", "heading").text(&view.say("also.title", &[]));
    singles(view, "also", &offer.items, state, heading)
}
