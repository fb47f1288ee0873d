package io.thumbstream.schemas;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that our generated records may be instantiated, before the first one is.
 *
 * <p>Avro refuses classes it was not told to trust, even while a builder fills in default values. It has no hook for this, but it
 * loads every {@link Conversion} service when a record class is initialised; this one converts nothing and trusts our package on
 * construction.
 */
public final class RecordTrust extends Conversion<RecordTrust.Nothing> {
    private static final String PACKAGE = "io.thumbstream.schemas.avro";

    /** Called by {@link java.util.ServiceLoader}. */
    public RecordTrust() {
        trust();
    }

    @Override
    public Class<Nothing> getConvertedType() {
        return Nothing.class;
    }

    @Override
    public String getLogicalTypeName() {
        return "thumbstream-nothing";
    }

    private static synchronized void trust() {
        ClassSecurityValidator.ClassSecurityPredicate current = ClassSecurityValidator.getGlobal();
        if (!(current instanceof Trusting)) {
            ClassSecurityValidator.setGlobal(new Trusting(current));
        }
    }

    /** Type of no value. */
    public static final class Nothing {
        private Nothing() {}
    }

    /** What was trusted before, and our records. */
    private record Trusting(ClassSecurityValidator.ClassSecurityPredicate others)
            implements ClassSecurityValidator.ClassSecurityPredicate {
        @Override
        public boolean isTrusted(Class<?> type) {
            return type.getPackageName().equals(PACKAGE) || others.isTrusted(type);
        }
    }
}
