//! Small Parquet files of every kind.

use parquet::basic::{Compression, Encoding};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// An export with the columns `order`, `sku` and `quantity`.
pub fn orders(rows: &[(&str, &str, i64)], properties: WriterPropertiesBuilder) -> Vec<u8> {
    let schema = "message orders { required binary order (UTF8); optional binary sku (UTF8); required int64 quantity; }";
    let schema = parse_message_type(schema).unwrap().into();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, properties.build().into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = |each: fn(&(&str, &str, i64)) -> ByteArray| {
        rows.iter().map(each).collect::<Vec<ByteArray>>()
    };
    for place in 0..3 {
        let mut column = group.next_column().unwrap().unwrap();
        match place {
            0 => column
                .typed::<ByteArrayType>()
                .write_batch(&texts(|row| row.0.into()), None, None)
                .unwrap(),
            1 => {
                let levels = vec![1; rows.len()];
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&texts(|row| row.1.into()), Some(&levels), None)
                    .unwrap()
            }
            _ => {
                let quantities: Vec<i64> = rows.iter().map(|row| row.2).collect();
                column
                    .typed::<Int64Type>()
                    .write_batch(&quantities, None, None)
                    .unwrap()
            }
        };
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// Plain or with a dictionary, packed in every way, in both versions of a page.
pub fn kinds() -> Vec<(String, WriterPropertiesBuilder)> {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::ZSTD(parquet::basic::ZstdLevel::default()),
    ];
    let mut kinds = Vec::new();
    for codec in codecs {
        for has_dictionary in [false, true] {
            for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
                let properties = WriterProperties::builder()
                    .set_compression(codec)
                    .set_dictionary_enabled(has_dictionary)
                    .set_writer_version(version);
                // Without a dictionary the second version would write texts as differences, which are refused.
                let properties = if has_dictionary {
                    properties
                } else {
                    properties.set_encoding(Encoding::PLAIN)
                };
                kinds.push((
                    format!("{codec:?} {has_dictionary} {version:?}"),
                    properties,
                ));
            }
        }
    }
    kinds
}
