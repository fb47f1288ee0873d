package io.thumbstream.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** A record whose personal fields nobody can read again, because the key of a person in it is destroyed. */
public final class ErasedRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final transient SpecificRecord envelope;

    ErasedRecordException(String topic, SpecificRecord envelope) {
        super("record of " + topic + " belongs to a person who was erased");
        this.envelope = envelope;
    }

    /** The record with blank personal fields. */
    SpecificRecord envelope() {
        return envelope;
    }
}
