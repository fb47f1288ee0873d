package io.thumbstream.learner.binary;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.TensorOps;

/** How wrong a margin is about approval; policies and reward models use the same two forms. */
public enum BinaryLoss {
    /** Cross-entropy: {@code -up log s(m) - down log s(-m)}, {@code s} the logistic function. */
    BCO {
        @Override
        public NDArray of(NDArray margin, NDArray up, NDArray down) {
            return TensorOps.logSigmoid(margin)
                    .mul(up)
                    .add(TensorOps.logSigmoid(margin.neg()).mul(down))
                    .neg();
        }
    },
    /** Prospect: {@code up (1 - s(m)) + down (1 - s(-m))}; its slope dies out on both sides, so a settled answer stops teaching. */
    KTO {
        @Override
        public NDArray of(NDArray margin, NDArray up, NDArray down) {
            return TensorOps.sigmoid(margin.neg())
                    .mul(up)
                    .add(TensorOps.sigmoid(margin).mul(down));
        }
    };

    /**
     * Loss of each margin, same shape; {@code up} and {@code down} broadcast.
     *
     * @param margin value less shift, with gradient
     * @param up weight as approval, at least 0
     * @param down weight as disapproval, at least 0
     */
    public abstract NDArray of(NDArray margin, NDArray up, NDArray down);
}
