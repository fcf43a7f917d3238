/**
 * Stored runs as files: JSON, CSV, Parquet, HTML, JUnit. Rows go from the database to the client as they come; a run of any size takes no
 * more memory than a small one. Any thread.
 */
package busyhour.web.export;
