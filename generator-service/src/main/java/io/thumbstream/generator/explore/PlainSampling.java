package io.thumbstream.generator.explore;

import java.util.Collections;
import java.util.List;

/**
 * Every answer is drawn as the caller asked: the policy's own randomness is the only exploration.
 *
 * <p>Use it when the policy still has entropy; on a collapsed policy all answers of a group become equal and carry no
 * learning signal.
 */
final class PlainSampling implements Explorer {
    @Override
    public List<Draw> plan(ExploreRequest request) {
        return Collections.nCopies(request.groupSize(), new Draw(request.sampling(), ""));
    }
}
