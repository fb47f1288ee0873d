package io.thumbstream.generator;

import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where answers come from: a model of this process, or an inference server. */
interface Backend extends AutoCloseable {
    /** What brings wanted policies there. */
    PolicyFollower follower();

    /** Version of the newest policy; empty before the first. Any thread. */
    Optional<Long> version();

    /** Prepares a thread that follows policies or samples. */
    void prepareThread();

    /**
     * What the prompt loop samples with until it ends.
     *
     * @param policy directory of the policy that is served first
     * @throws IOException when files are missing or damaged
     */
    Seat open(Path policy) throws IOException;

    /** Frees the policies. */
    @Override
    void close();

    /**
     * A sampler and what goes with it; owned by the thread of the prompt loop.
     *
     * @param tokenizer the policies' vocabulary
     * @param format how conversations become tokens
     * @param sampler draws the answers, those of the policy that learning began with as well where some are wanted
     * @param context tokens of prompt and answer
     * @param reference tells how likely answers are under the policy that learning began with; empty when nobody asks, or it is not at hand
     */
    record Seat(
            HfTokenizer tokenizer,
            ChatFormat format,
            PolicySamplers sampler,
            int context,
            Optional<ReferencePolicy> reference)
            implements AutoCloseable {
        @Override
        public void close() {
            sampler.close();
            reference.ifPresent(ReferencePolicy::close);
            tokenizer.close();
        }
    }
}
