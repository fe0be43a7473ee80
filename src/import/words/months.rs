//! The names of months.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold;

/// The names of each month and their short forms: en, de, fr, es, pt, it, nl, sv, da, no, fi, pl, cs,
/// hu, ro, tr, ru, uk, el, th, id, ar.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari tammikuu tammikuuta \
     tammi stycznia styczeń sty ledna leden led január ianuarie ian ocak oca января январь янв січня січ \
     ιαν ιανουαρίου มกราคม ม.ค. januari januar يناير",
    "february feb februar février févr fév fevr febrero fevereiro fev febbraio febbr februari helmikuu \
     helmikuuta helmi lutego luty lut února únor úno február februarie şubat şub февраля февраль фев \
     лютого лют φεβ φεβρουαρίου กุมภาพันธ์ ก.พ. februari februar فبراير",
    "march mar märz mrz mars marzo março marz maart mrt mart maaliskuu maaliskuuta maalis marca marzec \
     března březen bře március martie mart марта март мар березня бер μαρ μαρτίου มีนาคม มี.ค. maret marts مارس",
    "april apr avril avr abril abr aprile abr huhtikuu huhtikuuta huhti kwietnia kwiecień kwi dubna \
     duben dub április aprilie nisan nis апреля апрель апр квітня кві απρ απριλίου เมษายน เม.ย. april أبريل ابريل",
    "may mai mayo maio maggio mag mei maj toukokuu toukokuuta touko maja května květen kvě május mayıs \
     мая май травня тра μαΐ μαΐου μαι พฤษภาคม พ.ค. mei maj مايو",
    "june jun juni juin junio junho giugno giu kesäkuu kesäkuuta kesä czerwca czerwiec cze června červen \
     čvn június iunie iun haziran haz июня июнь июн червня чер ιουν ιουνίου มิถุนายน มิ.ย. juni يونيو",
    "july jul juli juillet juil julio julho luglio lug heinäkuu heinäkuuta heinä lipca lipiec lip \
     července červenec čvc július iulie iul temmuz tem июля июль июл липня лип ιουλ ιουλίου กรกฎาคม ก.ค. juli يوليو",
    "august aug août aout agosto ago augustus augusti elokuu elokuuta elo sierpnia sierpień sie srpna \
     srpen srp augusztus ağustos ağu августа август авг серпня сер αυγ αυγούστου สิงหาคม ส.ค. agustus august أغسطس اغسطس",
    "september sep sept septembre septiembre setembro set settembre sett syyskuu syyskuuta syys września \
     wrzesień wrz září zář szeptember szept septembrie eylül eyl сентября сентябрь сен сент вересня вер \
     σεπ σεπτεμβρίου กันยายน ก.ย. september سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott lokakuu lokakuuta loka października \
     październik paź října říjen říj október octombrie ekim eki октября октябрь окт жовтня жов οκτ \
     οκτωβρίου ตุลาคม ต.ค. oktober okt أكتوبر اكتوبر",
    "november nov novembre noviembre novembro marraskuu marraskuuta marras listopada listopad lis lst \
     noiembrie noi kasım kas ноября ноябрь ноя листопада νοε νοεμβρίου พฤศจิกายน พ.ย. november نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des joulukuu \
     joulukuuta joulu grudnia grudzień gru prosince prosinec pro decembrie aralık ara декабря декабрь \
     дек грудня гру δεκ δεκεμβρίου ธันวาคม ธ.ค. desember december ديسمبر",
];

static BY_NAME: LazyLock<FxHashMap<String, i8>> = LazyLock::new(|| {
    let mut months: FxHashMap<String, i8> = FxHashMap::default();
    for (number, names) in (1_i8..).zip(MONTHS) {
        for name in names.split_whitespace() {
            // Folding removes the vowels in which the Thai words for March and January differ.
            months.entry(name.to_lowercase()).or_insert(number);
            months.entry(fold(name)).or_insert(number);
        }
    }
    months
});

/// The number of the month with this name or short form, from 1.
pub(in crate::import) fn month(name: &str) -> Option<i8> {
    let known = BY_NAME.get(name.to_lowercase().as_str());
    known.or_else(|| BY_NAME.get(&fold(name))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_in_many_languages() {
        for (name, number) in [
            ("Sep", 9),
            ("März", 3),
            ("août", 8),
            ("дек.", 12),
            ("มี.ค.", 3),
            ("ม.ค.", 1),
            ("Maret", 3),
            ("Mai", 5),
            ("paź", 10),
            ("lokakuuta", 10),
            ("Ağustos", 8),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("at"), None);
    }
}
