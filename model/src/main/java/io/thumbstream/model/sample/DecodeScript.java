package io.thumbstream.model.sample;

/**
 * TorchScript source of generation with a key/value cache.
 *
 * <p>Assembled together with {@link io.thumbstream.model.lm.LmScript#BLOCKS}; the parameter list {@code ps} is the one
 * described there. Axes: {@code S} slots, {@code B} rows (the first B slots), {@code K} key/value heads, {@code H} query
 * heads, {@code d} head width, {@code T} context. Cache tensors are {@code [S, K, T, d]}, one pair per layer.
 */
final class DecodeScript {
    private DecodeScript() {}

    /**
     * Keys, values and attention output of one layer that starts at {@code ps[b]}. Attention of a single query is two batched
     * products: the fused kernel calls a small matrix product per row and head and took most of a step.
     */
    static final String CACHE =
            """
              def wide(self: __torch__.Ops, x: Tensor, heads: int, kv: int) -> Tensor:
                y = x
                if kv != heads:
                  y = torch.repeat_interleave(x, heads // kv, 1)
                return y
              def look(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, hidden: Tensor) -> Tensor:
                a = torch.matmul(q / (float(q.size(3)) ** 0.5), torch.transpose(k, 2, 3))
                return torch.matmul(torch.softmax(torch.masked_fill(a, hidden, -1.0e30), -1), v)
              def qkv(self: __torch__.Ops, x: Tensor, ps: List[Tensor], b: int, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> List[Tensor]:
                h = self.rms(x, ps[b], eps)
                q = self.rotate(self.split_heads(torch.linear(h, ps[b + 1]), heads), cos, sin)
                k = self.rotate(self.split_heads(torch.linear(h, ps[b + 2]), kv), cos, sin)
                return [q, k, self.split_heads(torch.linear(h, ps[b + 3]), kv)]
            """;

    /** Caches positions 0 until t of one prompt {@code ids [1, t]} in every slot of {@code slots [n]}. */
    static final String PREFILL =
            """
              def prefill(self: __torch__.Ops, ids: Tensor, slots: Tensor, kc: List[Tensor], vc: List[Tensor], ps: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                t = ids.size(1)
                n = slots.size(0)
                c = torch.slice(cos, 0, 0, t)
                s = torch.slice(sin, 0, 0, t)
                x = torch.embedding(ps[0], ids)
                for l in range(len(kc)):
                  b = 1 + l * 9
                  z = self.qkv(x, ps, b, c, s, heads, kv, eps)
                  _0 = torch.slice(kc[l], 2, 0, t).index_copy_(0, slots, z[1].expand([n, -1, -1, -1]))
                  _1 = torch.slice(vc[l], 2, 0, t).index_copy_(0, slots, z[2].expand([n, -1, -1, -1]))
                  o = torch.scaled_dot_product_attention(z[0], self.wide(z[1], heads, kv), self.wide(z[2], heads, kv), None, 0.0, True)
                  x = x + torch.linear(self.merge_heads(o), ps[b + 4])
                  x = self.gated(x, ps, b, eps)
                return x
            """;

    /**
     * Reads token {@code ids [B]} at {@code pos [B]}, caches it, and gives logits {@code [B, vocabulary]};
     * {@code order [T]} counts 0, 1, 2, ... and {@code longest} is one past the highest position.
     */
    static final String DECODE =
            """
              def decode(self: __torch__.Ops, ids: Tensor, pos: Tensor, order: Tensor, longest: int, kc: List[Tensor], vc: List[Tensor], ps: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                B = ids.size(0)
                c = torch.index_select(cos, 0, pos).view([B, 1, 1, -1])
                s = torch.index_select(sin, 0, pos).view([B, 1, 1, -1])
                hidden = (torch.slice(order, 0, 0, longest).unsqueeze(0) > pos.unsqueeze(1)).view([B, 1, 1, longest])
                at = pos.view([B, 1, 1, 1]).expand([B, kv, 1, cos.size(1)])
                x = torch.embedding(ps[0], ids).unsqueeze(1)
                for l in range(len(kc)):
                  b = 1 + l * 9
                  z = self.qkv(x, ps, b, c, s, heads, kv, eps)
                  kk = torch.slice(kc[l], 0, 0, B)
                  vv = torch.slice(vc[l], 0, 0, B)
                  _0 = kk.scatter_(2, at, z[1])
                  _1 = vv.scatter_(2, at, z[2])
                  k = self.wide(torch.slice(kk, 2, 0, longest), heads, kv)
                  v = self.wide(torch.slice(vv, 2, 0, longest), heads, kv)
                  o = self.look(z[0], k, v, hidden)
                  x = x + torch.linear(self.merge_heads(o), ps[b + 4])
                  x = self.gated(x, ps, b, eps)
                return torch.linear(self.rms(x, ps[len(ps) - 2], eps), ps[len(ps) - 1]).squeeze(1)
            """;

    /**
     * Draws from logits {@code [B, V]} with uniforms {@code u [B]} by inverse CDF in double precision; {@code how [B, 6]}
     * holds temperature, kept tokens, kept mass, relative floor, mixture weight, mixture temperature. Gives
     * {@code [B, 3]}: token, its log-probability, entropy.
     */
    static final String DRAW =
            """
              def draw(self: __torch__.Ops, logits: Tensor, u: Tensor, how: Tensor, truncated: bool, mixed: bool) -> Tensor:
                z = torch.to(logits, 7)
                w = torch.chunk(how, 6, 1)
                p = torch.softmax(z / w[0], -1)
                if mixed:
                  p = p * torch.rsub(w[4], 1) + torch.softmax(z / w[5], -1) * w[4]
                if truncated:
                  r = torch.sort(p, -1, True)
                  s = r[0]
                  rank = torch.cumsum(torch.ones_like(s), -1) - 1
                  before = torch.cumsum(s, -1) - s
                  keep = torch.logical_and(torch.logical_and(rank < w[1], before < w[2]), s >= torch.slice(s, 1, 0, 1) * w[3])
                  p = torch.scatter(torch.zeros_like(p), 1, r[1], s * torch.to(keep, 7))
                  p = p / torch.sum(p, [-1], True)
                cdf = torch.cumsum(p, -1)
                goal = u.unsqueeze(1) * torch.slice(cdf, 1, -1)
                i = torch.sum(torch.to(cdf < goal, 4), [-1], True)
                i = torch.clamp(i, 0, p.size(1) - 1)
                chosen = torch.log(torch.gather(p, 1, i))
                entropy = torch.neg(torch.sum(torch.xlogy(p, p), [-1], True))
                return torch.cat([torch.to(i, 7), chosen, entropy], 1)
              def step(self: __torch__.Ops, ids: Tensor, pos: Tensor, order: Tensor, longest: int, kc: List[Tensor], vc: List[Tensor], ps: List[Tensor], cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, u: Tensor, how: Tensor, truncated: bool, mixed: bool) -> Tensor:
                logits = self.decode(ids, pos, order, longest, kc, vc, ps, cos, sin, heads, kv, eps)
                return self.draw(logits, u, how, truncated, mixed)
            """;
}
