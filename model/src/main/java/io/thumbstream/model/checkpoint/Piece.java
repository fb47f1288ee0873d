package io.thumbstream.model.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of elements of one tensor, short enough to be mapped at once.
 *
 * @param first number of its first element in the tensor
 * @param position of its first byte in the file
 * @param elements number of elements, positive
 */
record Piece(long first, long position, int elements) {
    /**
     * All pieces of a tensor in order.
     *
     * @param begin first byte of the tensor in the file
     * @param count elements of the tensor
     * @param width bytes per element
     * @param most elements of one piece, positive
     */
    static List<Piece> of(long begin, long count, int width, int most) {
        List<Piece> pieces = new ArrayList<>();
        for (long first = 0; first < count; first += most) {
            pieces.add(new Piece(first, Math.addExact(begin, first * width), (int) Math.min(most, count - first)));
        }
        return pieces;
    }
}
