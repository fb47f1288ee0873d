package io.thumbstream.model.lm;

/**
 * TorchScript source of the decoder, to be assembled with further methods by
 * {@link io.thumbstream.model.tensor.TorchScriptLibrary#load}.
 *
 * <p>Parameter list {@code ps}: the embedding; per layer the attention norm, q, k, v, o, the feed-forward norm, gate,
 * up, down, the biases of q, k, v and o, the norms of a query and of a key head, where an empty array stands for one that
 * the model does not have; the final norm; the output projection. Adapter list {@code ad}: nothing, or per layer the matrices A and B of
 * q, k, v, o, gate, up and down, where empty arrays stand for a projection that is not adapted; what they add is multiplied by
 * {@code scale}. Shapes: {@code ids [batch, time]} int64, {@code cos} and
 * {@code sin} {@code [context, head]}, projections {@code [out, in]}. Every index tensor is an argument, so the device of
 * the arguments decides where the call runs.
 */
public final class LmScript {
    /**
     * Building blocks of a layer: {@code rms}, {@code rotate}, {@code split_heads}, {@code merge_heads}, {@code gated};
     * {@code project} with a bias and {@code unify} with a norm of heads where there is one; {@code adapt} adds to the projection
     * {@code y} of {@code x} what its adapter makes of {@code x}. Products are those of {@link Precision#products()}, which are assembled with them.
     */
    public static final String BLOCKS =
            """
              def rms(self: __torch__.Ops, x: Tensor, w: Tensor, eps: float) -> Tensor:
                return x * torch.rsqrt(torch.mean(x * x, [-1], True) + eps) * w
              def unify(self: __torch__.Ops, x: Tensor, w: Tensor, eps: float) -> Tensor:
                if w.size(0) > 0:
                  x = self.rms(x, w, eps)
                return x
              def project(self: __torch__.Ops, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
                if bias.size(0) > 0:
                  y = self.product_and_bias(x, w, bias)
                else:
                  y = self.product(x, w)
                return y
              def adapt(self: __torch__.Ops, y: Tensor, x: Tensor, ad: List[Tensor], a: int, scale: float) -> Tensor:
                if len(ad) > 0:
                  if ad[a].size(0) > 0:
                    y = y + self.product(self.product(x, ad[a]) * scale, ad[a + 1])
                return y
              def rotate(self: __torch__.Ops, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
                h = torch.chunk(x, 2, -1)
                return x * cos + torch.cat([torch.neg(h[1]), h[0]], -1) * sin
              def split_heads(self: __torch__.Ops, x: Tensor, heads: int) -> Tensor:
                return torch.transpose(x.view([x.size(0), x.size(1), heads, -1]), 1, 2)
              def merge_heads(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.transpose(x, 1, 2).reshape([x.size(0), x.size(2), -1])
              def gated(self: __torch__.Ops, x: Tensor, ps: List[Tensor], b: int, ad: List[Tensor], a: int, scale: float, eps: float) -> Tensor:
                h = self.rms(x, ps[b + 5], eps)
                g = self.adapt(self.product(h, ps[b + 6]), h, ad, a + 8, scale)
                u = self.adapt(self.product(h, ps[b + 7]), h, ad, a + 10, scale)
                g = torch.silu(g) * u
                return x + self.adapt(self.product(g, ps[b + 8]), g, ad, a + 12, scale)
            """;

    /**
     * Whole-sequence passes: {@code hidden} after the final norm, {@code logits}, {@code states_at} some places, {@code dropped_at} the same
     * with the embedding multiplied by {@code kept [batch, 1, width]}, and {@code mean_loss};
     * {@code merged}, a projection with its adapter added in.
     */
    public static final String FORWARD =
            """
              def attend(self: __torch__.Ops, x: Tensor, ps: List[Tensor], b: int, ad: List[Tensor], a: int, scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                h = self.rms(x, ps[b], eps)
                q = self.split_heads(self.adapt(self.project(h, ps[b + 1], ps[b + 9]), h, ad, a, scale), heads)
                k = self.split_heads(self.adapt(self.project(h, ps[b + 2], ps[b + 10]), h, ad, a + 2, scale), kv)
                v = self.split_heads(self.adapt(self.project(h, ps[b + 3], ps[b + 11]), h, ad, a + 4, scale), kv)
                q = self.rotate(self.unify(q, ps[b + 13], eps), cos, sin)
                k = self.rotate(self.unify(k, ps[b + 14], eps), cos, sin)
                if kv != heads:
                  k = torch.repeat_interleave(k, heads // kv, 1)
                  v = torch.repeat_interleave(v, heads // kv, 1)
                o = self.merge_heads(self.attention_causal(q, k, v))
                return x + self.adapt(self.project(o, ps[b + 4], ps[b + 12]), o, ad, a + 6, scale)
              def through(self: __torch__.Ops, x: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                c = torch.slice(cos, 0, 0, x.size(1))
                s = torch.slice(sin, 0, 0, x.size(1))
                for l in range((len(ps) - 3) // 15):
                  b = 1 + l * 15
                  x = self.attend(x, ps, b, ad, l * 14, scale, c, s, heads, kv, eps)
                  x = self.gated(x, ps, b, ad, l * 14, scale, eps)
                return self.rms(x, ps[len(ps) - 2], eps)
              def hidden(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                return self.through(torch.embedding(ps[0], ids), ps, ad, scale, cos, sin, heads, kv, eps)
              def logits(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                return torch.linear(self.hidden(ids, ps, ad, scale, cos, sin, heads, kv, eps), ps[len(ps) - 1])
              def states_at(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, source: Tensor) -> Tensor:
                h = self.hidden(ids, ps, ad, scale, cos, sin, heads, kv, eps)
                return torch.index_select(h.view([-1, h.size(2)]), 0, source)
              def dropped_at(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, source: Tensor, kept: Tensor) -> Tensor:
                h = self.through(torch.embedding(ps[0], ids) * kept, ps, ad, scale, cos, sin, heads, kv, eps)
                return torch.index_select(h.view([-1, h.size(2)]), 0, source)
              def mean_loss(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, source: Tensor, target: Tensor) -> Tensor:
                h = self.states_at(ids, ps, ad, scale, cos, sin, heads, kv, eps, source)
                return torch.cross_entropy_loss(torch.linear(h, ps[len(ps) - 1]), target)
              def merged(self: __torch__.Ops, w: Tensor, down: Tensor, up: Tensor, scale: float) -> Tensor:
                return w + torch.matmul(up, down) * scale
            """;

    private LmScript() {}
}
