//! The words of headers that name the place of a sale: a store, a till.

use super::{fold, tokens};

/// Words for stores, branches, tills and terminals, separated by spaces: en, de, fr, es, pt, it,
/// nl, sv, da, no, fi, pl, cs, hu, ro, tr, ru, ja, zh, ko.
const PLACES: &str = "store shop branch outlet register till terminal workstation filiale laden kassen geschäft kasse \
    kassenplatz magasin boutique caisse sucursal tienda caja tpv loja filial caixa pdv negozio cassa winkel \
    filiaal vestiging kassa butik butikk myymälä sklep kasa prodejna pokladna üzlet pénztár magazin şube \
    mağaza магазин касса филиал 店舗 店舗名 店舗コード レジ レジ番号 門市 门店 門店 收银台 매장 매장명 지점 establishment \
    kassennr kassennummer filialnr filialnummer kassenid";

/// Words for places that also hold stock: the lines of one order may come from several of them.
const PLACES_OF_STOCK: &str =
    "location site standort lieu ubicación ubicacion sede luogo locatie plats pos";

/// Words beside them.
const BESIDE: &str = "id ids name no nr number code num nummer nom nombre nome numéro numero naam namn navn nazwa \
    název kod код номер № codigo código 番号 名 the of de der du del";

/// How certainly a header names the place of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum PlaceOfSale {
    /// A store or a till.
    Sale,
    /// A place that may also be that of the stock.
    Stock,
}

/// Whether a header names the place of a sale.
pub(in crate::import) fn place_of_sale(header: &str) -> Option<PlaceOfSale> {
    let is_in = |words: &str, token: &String| {
        let mut words = words.split_whitespace();
        words.any(|word| fold(word) == *token)
    };
    let tokens = tokens(header);
    let is_sale = |token: &String| is_in(PLACES, token);
    let is_stock = |token: &String| is_in(PLACES_OF_STOCK, token);
    let is_beside = |token: &String| is_in(BESIDE, token);
    if !tokens
        .iter()
        .all(|token| is_sale(token) || is_stock(token) || is_beside(token))
    {
        return None;
    }
    if tokens.iter().any(is_sale) {
        Some(PlaceOfSale::Sale)
    } else {
        tokens.iter().any(is_stock).then_some(PlaceOfSale::Stock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_and_tills_are_told_from_other_places() {
        for header in [
            "Store", "register_id", "Filiale", "Kassen-Nr.", "TPV", "Магазин", "店舗",
        ] {
            assert_eq!(place_of_sale(header), Some(PlaceOfSale::Sale), "{header}");
        }
        assert_eq!(place_of_sale("Location name"), Some(PlaceOfSale::Stock));
        for header in [
            "Store credit", "Shop order no", "Name", "No", "Warehouse", "Shipping location",
        ] {
            assert_eq!(place_of_sale(header), None, "{header}");
        }
    }
}
