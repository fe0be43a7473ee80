#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tillside_fuzz::import_catalog(data));
