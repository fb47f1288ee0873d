package io.thumbstream.runtime.catalog;

/**
 * A plug-in that adds techniques to a catalogue; found through {@link java.util.ServiceLoader}.
 *
 * @param <T> extension interface of the catalogue
 */
public interface CatalogExtension<T> {
    /** Extension interface whose catalogue is extended. */
    Class<T> type();

    /** The catalogue with this plug-in's techniques added. */
    Catalog<T> extend(Catalog<T> base);
}
