package io.thumbstream.model.sample;

/**
 * TorchScript source of generation with a key/value cache.
 *
 * <p>Axes: {@code S} slots, {@code B} rows (the first B slots), {@code K} key/value heads, {@code H} query heads,
 * {@code d} head width, {@code T} positions that there is room for, {@code W} width. A cache tensor is {@code [2, S, K, T, d]}, keys then values, one per
 * layer. {@code fs} are the weights as {@link #FUSE} arranges them: a decode step of a small model is bound by the number of
 * operations, so what can be done once per version is done there.
 */
final class DecodeScript {
    private DecodeScript() {}

    /**
     * Arranges the parameter list {@code ps} of {@link io.thumbstream.model.lm.LmScript} for decoding. Result: the embedding; per
     * layer q, k and v stacked, o, gate and up stacked, down, the biases of q, k and v stacked, the bias of o,
     * the norms of query and key heads {@code [H + K, d]}, of which an empty array stands for one that the model does not have;
     * the output projection. Projections are {@code [in, out]}, which is multiplied faster by few rows than {@code [out, in]}, by
     * up to twice for one row on a CPU. The weight of each norm is multiplied into the projection behind it, the scale of attention into
     * q, or into the norm of its heads, which would undo it.
     */
    static final String FUSE =
            """
              def joined(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, scale: float) -> Tensor:
                if q.size(0) > 0:
                  q = torch.cat([q / scale, k, v], 0)
                return q
              def head_norms(self: __torch__.Ops, q: Tensor, k: Tensor, heads: int, kv: int, scale: float) -> Tensor:
                if q.size(0) > 0:
                  q = torch.cat([(q / scale).unsqueeze(0).expand([heads, -1]), k.unsqueeze(0).expand([kv, -1])], 0)
                return q
              def fuse(self: __torch__.Ops, ps: List[Tensor], head: int, heads: int, kv: int) -> List[Tensor]:
                fs = [ps[0]]
                for l in range((len(ps) - 3) // 15):
                  b = 1 + l * 15
                  root = float(head) ** 0.5
                  scale = root
                  if ps[b + 13].size(0) > 0:
                    scale = 1.0
                  _0 = torch.append(fs, torch.t(self.joined(ps[b + 1], ps[b + 2], ps[b + 3], scale) * ps[b]).contiguous())
                  _1 = torch.append(fs, torch.t(ps[b + 4]).contiguous())
                  _2 = torch.append(fs, torch.t(torch.cat([ps[b + 6], ps[b + 7]], 0) * ps[b + 5]).contiguous())
                  _3 = torch.append(fs, torch.t(ps[b + 8]).contiguous())
                  _4 = torch.append(fs, self.joined(ps[b + 9], ps[b + 10], ps[b + 11], scale))
                  _5 = torch.append(fs, ps[b + 12])
                  _6 = torch.append(fs, self.head_norms(ps[b + 13], ps[b + 14], heads, kv, root))
                _7 = torch.append(fs, torch.t(ps[len(ps) - 1] * ps[len(ps) - 2]).contiguous())
                return fs
            """;

    /**
     * Blocks: {@code unit} root-mean-square normalisation without weight; {@code angles} cosines or signed sines
     * {@code [B, H + 2 K, d]} of positions, {@code still} for the values, which do not turn; {@code onto} a projection with a bias
     * where there is one; {@code heads_of} the turned
     * queries and keys and the values {@code [B, H + 2 K, d]} of states {@code x [B, W]} by the weights of layer {@code b};
     * {@code mix} adds the outcome {@code o} of attention to the states.
     */
    static final String CACHE =
            """
              def unit(self: __torch__.Ops, x: Tensor, eps: float) -> Tensor:
                return x * torch.rsqrt(torch.sum(x * x, [-1], True) / float(x.size(1)) + eps)
              def angles(self: __torch__.Ops, rows: Tensor, still: Tensor, heads: int, kv: int) -> Tensor:
                t = rows.unsqueeze(1).expand([-1, heads + kv, -1])
                return torch.cat([t, still.unsqueeze(1).expand([-1, kv, -1])], 1)
              def cosines(self: __torch__.Ops, rows: Tensor, heads: int, kv: int) -> Tensor:
                return self.angles(rows, torch.ones_like(rows), heads, kv)
              def sines(self: __torch__.Ops, rows: Tensor, heads: int, kv: int) -> Tensor:
                h = torch.chunk(rows, 2, -1)
                return self.angles(torch.cat([torch.neg(h[0]), h[1]], -1), torch.zeros_like(rows), heads, kv)
              def onto(self: __torch__.Ops, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
                if bias.size(0) > 0:
                  y = torch.addmm(bias, x, w)
                else:
                  y = torch.mm(x, w)
                return y
              def heads_of(self: __torch__.Ops, x: Tensor, fs: List[Tensor], b: int, c: Tensor, s: Tensor, eps: float) -> Tensor:
                y = self.onto(self.unit(x, eps), fs[b], fs[b + 4]).view([x.size(0), -1, c.size(2)])
                w = fs[b + 6]
                if w.size(0) > 0:
                  h = torch.slice(y, 1, 0, w.size(0))
                  y = torch.cat([self.rms(h, w, eps), torch.slice(y, 1, w.size(0))], 1)
                return torch.addcmul(y * c, torch.roll(y, [c.size(2) // 2], [2]), s)
              def mix(self: __torch__.Ops, x: Tensor, o: Tensor, fs: List[Tensor], b: int) -> Tensor:
                x = torch.addmm(x, o, fs[b + 1])
                if fs[b + 5].size(0) > 0:
                  x = x + fs[b + 5]
                return x
              def feed(self: __torch__.Ops, x: Tensor, fs: List[Tensor], b: int, eps: float) -> Tensor:
                h = torch.chunk(torch.mm(self.unit(x, eps), fs[b + 2]), 2, -1)
                return torch.addmm(x, torch.silu(h[0]) * h[1], fs[b + 3])
            """;

    /**
     * Caches positions 0 until t of the prompts {@code ids [n, t]}: slot {@code slots [m]} gets row {@code source [m]}. A prompt shorter than t is
     * filled up at its end, where no position of its own looks; what is cached there is rubbish, which decoding hides until it has
     * overwritten it. Nothing behind the keys and values of the last layer is cached, so nothing of it is computed.
     */
    static final String PREFILL =
            """
              def prefill(self: __torch__.Ops, ids: Tensor, slots: Tensor, source: Tensor, cache: List[Tensor], fs: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                n = ids.size(0)
                t = ids.size(1)
                c = self.cosines(torch.slice(cos, 0, 0, t).repeat([n, 1]), heads, kv)
                s = self.sines(torch.slice(sin, 0, 0, t).repeat([n, 1]), heads, kv)
                later = torch.triu(torch.full_like(torch.slice(cos, 0, 0, t).new_empty([t, t]), -1.0e30), 1)
                x = torch.embedding(fs[0], ids.view([-1]))
                for l in range(len(cache)):
                  b = 1 + l * 7
                  y = torch.transpose(self.heads_of(x, fs, b, c, s, eps).view([n, t, heads + 2 * kv, -1]), 1, 2)
                  kvn = torch.transpose(torch.slice(y, 1, heads).reshape([n, 2, kv, t, -1]), 0, 1)
                  _0 = torch.slice(cache[l], 3, 0, t).index_copy_(1, slots, torch.index_select(kvn, 1, source))
                  if l + 1 < len(cache):
                    q = torch.slice(y, 1, 0, heads).reshape([n, kv, (heads // kv) * t, -1])
                    a = torch.matmul(q, torch.transpose(torch.select(kvn, 0, 0), 2, 3)).view([n, kv, heads // kv, t, t])
                    p = torch.softmax(a + later, -1).view([n, kv, -1, t])
                    o = torch.matmul(p, torch.select(kvn, 0, 1)).view([n, heads, t, -1])
                    x = self.mix(x, torch.transpose(o, 1, 2).reshape([n * t, -1]), fs, b)
                    x = self.feed(x, fs, b, eps)
                return x
            """;

    /** A layer {@code old} of the cache with another number of positions {@code room}: those that both have are copied, others zero. */
    static final String MOVE =
            """
              def moved(self: __torch__.Ops, old: Tensor, room: int) -> Tensor:
                both = torch.slice(old, 3, 0, room)
                fresh = torch.new_zeros(old, [old.size(0), old.size(1), old.size(2), room, old.size(4)])
                _0 = torch.copy_(torch.slice(fresh, 3, 0, both.size(3)), both)
                return fresh
            """;

    /** Makes a slot's cache zero. Hidden positions count as 0 times what they hold, which is not 0 for what is not finite. */
    static final String CLEAR =
            """
              def clear(self: __torch__.Ops, slot: int, cache: List[Tensor]) -> Tensor:
                for l in range(len(cache)):
                  _0 = torch.zero_(torch.select(cache[l], 1, slot))
                return torch.select(cache[0], 1, slot)
            """;

    /**
     * Reads token {@code ids [B]} at {@code pos [B]}, caches it, and gives logits {@code [B, vocabulary]};
     * {@code order} counts 0, 1, 2, ... and {@code longest}, at most T, is at least one past the highest position. Attention of a single query is
     * two batched products: the fused kernel calls a small matrix product per row and head and took most of a step.
     */
    static final String DECODE =
            """
              def decode(self: __torch__.Ops, ids: Tensor, pos: Tensor, order: Tensor, longest: int, cache: List[Tensor], fs: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                B = ids.size(0)
                d = cos.size(1)
                c = self.cosines(torch.index_select(cos, 0, pos), heads, kv)
                s = self.sines(torch.index_select(sin, 0, pos), heads, kv)
                later = torch.slice(order, 0, 0, longest).unsqueeze(0) > pos.unsqueeze(1)
                hidden = torch.repeat_interleave(torch.to(later, 6) * -1.0e30, kv, 0).unsqueeze(1)
                each = torch.repeat_interleave(pos, kv, 0)
                at = (torch.cumsum(torch.ones_like(each), 0) - 1) * cache[0].size(3) + each
                x = torch.embedding(fs[0], ids)
                for l in range(len(cache)):
                  b = 1 + l * 7
                  y = self.heads_of(x, fs, b, c, s, eps)
                  kvn = torch.transpose(torch.slice(y, 1, heads).view([B, 2, kv, d]), 0, 1).reshape([2, B * kv, d])
                  _0 = cache[l].view([2, -1, d]).index_copy_(1, at, kvn)
                  seen = torch.slice(torch.slice(cache[l], 1, 0, B), 3, 0, longest).flatten(1, 2)
                  q = torch.slice(y, 1, 0, heads).reshape([B * kv, heads // kv, d])
                  a = torch.softmax(torch.baddbmm(hidden, q, torch.transpose(torch.select(seen, 0, 0), 1, 2)), -1)
                  o = torch.bmm(a, torch.select(seen, 0, 1)).view([B, heads * d])
                  x = self.mix(x, o, fs, b)
                  x = self.feed(x, fs, b, eps)
                return torch.mm(self.unit(x, eps), fs[len(fs) - 1])
            """;

    /**
     * Draws from logits {@code [B, V]} with uniforms {@code u [B]} by inverse CDF, summed in double precision. First {@code biased}
     * adds {@code by [n]} at the places {@code at [n]} of the flattened logits, none when n is 0. {@code how [B, 6]}
     * holds temperature, kept tokens, kept mass, relative floor, mixture weight, mixture temperature. Gives
     * {@code [B, 3]}: token, its log-probability, entropy. For the plain distribution {@code p = softmax(z)} the entropy is
     * {@code z_i - log p_i - sum_j p_j z_j} with any token i, which needs no logarithm per token.
     */
    static final String DRAW =
            """
              def restricted(self: __torch__.Ops, p: Tensor, w: List[Tensor]) -> Tensor:
                r = torch.sort(p, -1, True)
                s = r[0]
                rank = torch.cumsum(torch.ones_like(s), -1) - 1
                before = torch.cumsum(s, -1) - s
                keep = torch.logical_and(torch.logical_and(rank < w[1], before < w[2]), s >= torch.slice(s, 1, 0, 1) * w[3])
                q = torch.scatter(torch.zeros_like(p), 1, r[1], s * torch.to(keep, 7))
                return q / torch.sum(q, [-1], True)
              def draw(self: __torch__.Ops, logits: Tensor, u: Tensor, how: Tensor, truncated: bool, mixed: bool) -> Tensor:
                w = torch.chunk(how, 6, 1)
                z = logits / torch.to(w[0], 6)
                p = torch.to(torch.softmax(z, -1), 7)
                if mixed:
                  p = p * torch.rsub(w[4], 1) + torch.to(torch.softmax(logits / torch.to(w[5], 6), -1), 7) * w[4]
                if truncated:
                  p = self.restricted(p, w)
                cdf = torch.cumsum(p, -1)
                goal = u.unsqueeze(1) * torch.slice(cdf, 1, -1)
                i = torch.clamp(torch.searchsorted(cdf, goal), 0, p.size(1) - 1)
                chosen = torch.log(torch.gather(p, 1, i))
                if mixed or truncated:
                  entropy = torch.neg(torch.sum(torch.xlogy(p, p), [-1], True))
                else:
                  entropy = torch.gather(z, 1, i) - chosen - torch.sum(p * z, [-1], True)
                return torch.cat([torch.to(i, 7), chosen, entropy], 1)
              def biased(self: __torch__.Ops, logits: Tensor, at: Tensor, by: Tensor) -> Tensor:
                if at.size(0) > 0:
                  logits = torch.index_add(logits.view([-1]), 0, at, by).view([logits.size(0), -1])
                return logits
              def step(self: __torch__.Ops, ids: Tensor, pos: Tensor, order: Tensor, longest: int, cache: List[Tensor], fs: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, u: Tensor, how: Tensor, truncated: bool, mixed: bool, at: Tensor, by: Tensor) -> Tensor:
                logits = self.decode(ids, pos, order, longest, cache, fs, cos, sin, heads, kv, eps)
                return self.draw(self.biased(logits, at, by), u, how, truncated, mixed)
            """;
}
