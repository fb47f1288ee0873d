package io.thumbstream.runtime.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage, written {@code 64MiB}, {@code 8MB} or {@code 512} (bytes).
 *
 * @param bytes at least 0
 */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\s*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = units();

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a data size of " + bytes + " bytes is negative; give 0 or more");
        }
    }

    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(mebibytes << 20);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is not a number with a known unit
     */
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no data size; write a number with B, KiB, MiB or GiB");
        }
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is more than 8 EiB; write a smaller data size", e);
        }
    }

    @Override
    public String toString() {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + (shift == 30 ? "GiB" : shift == 20 ? "MiB" : "KiB");
            }
        }
        return bytes + "B";
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("", 1L);
        units.put("b", 1L);
        units.put("kb", 1000L);
        units.put("mb", 1_000_000L);
        units.put("gb", 1_000_000_000L);
        units.put("kib", 1L << 10);
        units.put("mib", 1L << 20);
        units.put("gib", 1L << 30);
        return Map.copyOf(units);
    }
}
