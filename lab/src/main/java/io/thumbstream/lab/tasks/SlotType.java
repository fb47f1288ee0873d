package io.thumbstream.lab.tasks;

import java.util.Locale;

/** Kind of fact that a customer's message carries and an answer must repeat. */
public enum SlotType {
    ORDER,
    AMOUNT,
    PRODUCT,
    CITY,
    EMAIL,
    PLAN,
    DAYS;

    /** Returns the name used in the grammar file, for example {@code order}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type with this grammar name; an unknown name is refused. */
    static SlotType of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
