package busyhour.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import blue.strategic.parquet.Dehydrator;
import blue.strategic.parquet.ParquetWriter;
import busyhour.web.store.Runs;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** Rows as Parquet: columns of the same names as in CSV, each optional. The file's end says where all is, so that it is written to disk first. */
final class ParquetExport {

    private final ExportRows rows;

    ParquetExport(ExportRows rows) {
        this.rows = rows;
    }

    void write(Runs.Run run, ExportRows.Of of, OutputStream out) throws IOException {
        Path directory = Files.createTempDirectory("busyhour-export");
        Path file = directory.resolve("rows.parquet");
        try {
            try (Writer writer = new Writer(file)) {
                rows.each(run, of, writer);
            }
            Files.copy(file, out);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory.resolve(".rows.parquet.crc"));
            Files.deleteIfExists(directory);
        }
    }

    private static final class Writer implements ExportRows.RowReader, AutoCloseable {

        private final Path file;
        private final List<String> names = new ArrayList<>();
        private ParquetWriter<Object[]> writer;

        Writer(Path file) {
            this.file = file;
        }

        @Override
        public void begin(ResultSet columns) throws SQLException, IOException {
            ResultSetMetaData meta = columns.getMetaData();
            MessageTypeBuilder schema = org.apache.parquet.schema.Types.buildMessage();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                names.add(meta.getColumnName(i));
                schema.addField(type(meta.getColumnType(i), meta.getColumnName(i)));
            }
            MessageType type = schema.named("row");
            Dehydrator<Object[]> dehydrator = (row, values) -> {
                for (int i = 0; i < row.length; i++) {
                    if (row[i] != null) {
                        values.write(names.get(i), row[i]);
                    }
                }
            };
            writer = ParquetWriter.writeFile(type, file.toFile(), dehydrator);
        }

        private static Type type(int sqlType, String name) {
            return switch (sqlType) {
                case Types.INTEGER, Types.SMALLINT -> org.apache.parquet.schema.Types.optional(PrimitiveTypeName.INT32).named(name);
                case Types.BIGINT -> org.apache.parquet.schema.Types.optional(PrimitiveTypeName.INT64).named(name);
                case Types.DOUBLE -> org.apache.parquet.schema.Types.optional(PrimitiveTypeName.DOUBLE).named(name);
                default -> org.apache.parquet.schema.Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
            };
        }

        @Override
        public void row(ResultSet row) throws SQLException, IOException {
            Object[] values = new Object[names.size()];
            for (int i = 0; i < values.length; i++) {
                Object value = row.getObject(i + 1);
                values[i] = value instanceof Number || value == null ? value : value.toString();
            }
            writer.write(values);
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
