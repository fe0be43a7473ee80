//! Amounts are shown exactly, in every currency.

use tillside::model::{Currency, Minor};
use tillside::widget::money;
use wasm_bindgen_test::wasm_bindgen_test;

/// The currencies of ISO 4217 (2024) by their number of decimals.
const CURRENCIES: &[(u32, &str)] = &[
    (
        0,
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    ),
    (
        2,
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN \
        BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB \
        EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS \
        KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
        MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD \
        SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS \
        UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// Amounts with and without decimals, small and large, and fifty that are spread evenly.
fn amounts(one: Minor) -> impl Iterator<Item = Minor> {
    let around = [one.saturating_sub(1), one, one.saturating_add(1)];
    let edges = [0, 1, 5, 10, 99, 100, 1250, 1_890_000, 999_999_999_999];
    let spread = (0..100_000_000).step_by(1_999_993);
    edges.into_iter().chain(around).chain(spread)
}

#[wasm_bindgen_test]
fn a_shown_amount_reads_back_as_itself_in_every_currency() {
    for (exponent, codes) in CURRENCIES {
        for code in codes.split_whitespace() {
            let currency = Currency::new(code).unwrap();
            assert_eq!(currency.exponent(), *exponent, "{code}");
            for amount in amounts(10_i64.saturating_pow(*exponent)) {
                assert_eq!(
                    currency.parse(&currency.decimal(amount)),
                    Ok(amount),
                    "{code}"
                );
                for (locale, point) in [("en", '.'), ("de-DE", ',')] {
                    let shown = money(amount, &currency, locale);
                    // Signs such as "Bs." and "K.D." have points of their own.
                    let number = shown.trim_matches(|sign: char| !sign.is_ascii_digit());
                    let read = number
                        .chars()
                        .filter(|sign| sign.is_ascii_digit() || *sign == point);
                    let read: String = read
                        .map(|sign| if sign == point { '.' } else { sign })
                        .collect();
                    assert_eq!(
                        currency.parse(&read),
                        Ok(amount),
                        "{code} {amount}: {shown}"
                    );
                }
            }
        }
    }
}
