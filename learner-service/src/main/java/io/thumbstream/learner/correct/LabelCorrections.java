package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Catalog;

/** The label corrections by name. */
public final class LabelCorrections {
    /** All of them. The defaults change no rate: what is known about the delays and the people must be set. */
    public static final Catalog<LabelCorrection> CATALOG = Catalog.<LabelCorrection>of("label correction")
            .add("elapsed-time", new ElapsedTime.Settings(1), ElapsedTime::new)
            .add("fake-negative-weighted", FakeNegativeWeighted::new)
            .add("fake-negative-calibration", FakeNegativeCalibration::new)
            .add("feedback-shift", FeedbackShift.Settings.defaults(), FeedbackShift::new)
            .add("delay-model", DelayModel.Settings.defaults(), DelayModel::new)
            .add("inverse-asking", new InverseAsking.Settings(Bounds.LARGEST), InverseAsking::new)
            .add("inverse-answering", new InverseAnswering.Settings(1, 1, Bounds.LARGEST), InverseAnswering::new)
            .withExtensions(LabelCorrection.class);

    private LabelCorrections() {}
}
