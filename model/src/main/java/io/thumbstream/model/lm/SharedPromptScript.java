package io.thumbstream.model.lm;

/**
 * TorchScript source of the pass in which answers share their prompts; assembled with {@link LmScript}, same parameters.
 *
 * <p>{@code ids [tokens]} are the distinct prompts, row by row, then the answers, see {@link SharedPromptLayout}; {@code owner [rows]} says whose
 * prompt an answer continues. In each layer answers attend to the keys of their prompt and to their own; everything else is token by token, in
 * one product for all. So a prompt costs once what it would cost for each of its answers, and the result is that of the pass over whole rows
 * but for rounding. {@code sizes} is prompts, promptTime, rows, time.
 */
final class SharedPromptScript {
    /** The method {@code chosen}: log-probabilities of given tokens, with entropies. */
    static final String CHOSEN =
            """
              def for_heads(self: __torch__.Ops, x: Tensor, copies: int) -> Tensor:
                y = torch.transpose(x, 1, 2)
                if copies != 1:
                  y = torch.repeat_interleave(y, copies, 1)
                return y
              def attend_shared(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, sizes: List[int], owner: Tensor, mask: Tensor, copies: int) -> Tensor:
                counts = [sizes[0] * sizes[1], sizes[2] * sizes[3]]
                qs = torch.split_with_sizes(q, counts)
                ks = torch.split_with_sizes(k, counts)
                vs = torch.split_with_sizes(v, counts)
                pk = ks[0].view([sizes[0], sizes[1], k.size(1), k.size(2)])
                pv = vs[0].view([sizes[0], sizes[1], v.size(1), v.size(2)])
                pq = torch.transpose(qs[0].view([sizes[0], sizes[1], q.size(1), q.size(2)]), 1, 2)
                p = self.attention_causal(pq, self.for_heads(pk, copies), self.for_heads(pv, copies))
                ak = torch.cat([torch.index_select(pk, 0, owner), ks[1].view([sizes[2], sizes[3], k.size(1), k.size(2)])], 1)
                av = torch.cat([torch.index_select(pv, 0, owner), vs[1].view([sizes[2], sizes[3], v.size(1), v.size(2)])], 1)
                aq = torch.transpose(qs[1].view([sizes[2], sizes[3], q.size(1), q.size(2)]), 1, 2)
                a = self.attention_masked(aq, self.for_heads(ak, copies), self.for_heads(av, copies), mask)
                return torch.cat([torch.transpose(p, 1, 2).reshape([counts[0], -1]), torch.transpose(a, 1, 2).reshape([counts[1], -1])], 0)
              def sizes_shared(self: __torch__.Ops, n: int, pm: Tensor, am: Tensor) -> List[int]:
                prompt = pm.size(3)
                rows = pm.size(0)
                time = am.size(2)
                return [(n - rows * time) // prompt, prompt, rows, time]
              def mask_shared(self: __torch__.Ops, pm: Tensor, am: Tensor) -> Tensor:
                rows = pm.size(0)
                time = am.size(2)
                return torch.cat([pm.expand([rows, 1, time, pm.size(3)]), am.expand([rows, 1, time, time])], 3)
              def layer_shared(self: __torch__.Ops, x: Tensor, ps: List[Tensor], l: int, ad: List[Tensor], scale: float, c: Tensor, s: Tensor, heads: int, kv: int, eps: float, sizes: List[int], owner: Tensor, mask: Tensor) -> Tensor:
                n = x.size(0)
                b = 1 + l * 15
                a = l * 14
                h = self.rms(x, ps[b], eps)
                q = self.adapt(self.project(h, ps[b + 1], ps[b + 9]), h, ad, a, scale).view([n, heads, -1])
                k = self.adapt(self.project(h, ps[b + 2], ps[b + 10]), h, ad, a + 2, scale).view([n, kv, -1])
                v = self.adapt(self.project(h, ps[b + 3], ps[b + 11]), h, ad, a + 4, scale).view([n, kv, -1])
                q = self.rotate(self.unify(q, ps[b + 13], eps), c, s)
                k = self.rotate(self.unify(k, ps[b + 14], eps), c, s)
                o = self.attend_shared(q, k, v, sizes, owner, mask, heads // kv)
                x = x + self.adapt(self.project(o, ps[b + 4], ps[b + 12]), o, ad, a + 6, scale)
                return self.gated(x, ps, b, ad, a, scale, eps)
              def score_shared(self: __torch__.Ops, x: Tensor, ps: List[Tensor], eps: float, source: Tensor, target: Tensor, place: Tensor, zeros: Tensor, temperature: float) -> List[Tensor]:
                h = self.rms(x, ps[len(ps) - 2], eps)
                p = torch.log_softmax(torch.linear(torch.index_select(h, 0, source), ps[len(ps) - 1]) / temperature, -1)
                picked = torch.gather(p, 1, target.unsqueeze(1)).squeeze(1)
                entropy = torch.neg(torch.sum(torch.exp(p) * p, [-1]))
                return [torch.scatter(zeros, 0, place, picked), torch.scatter(zeros, 0, place, entropy)]
              def chosen(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, positions: Tensor, owner: Tensor, pm: Tensor, am: Tensor, source: Tensor, target: Tensor, place: Tensor, zeros: Tensor, temperature: float) -> List[Tensor]:
                sizes = self.sizes_shared(ids.size(0), pm, am)
                mask = self.mask_shared(pm, am)
                c = torch.index_select(cos, 0, positions).unsqueeze(1)
                s = torch.index_select(sin, 0, positions).unsqueeze(1)
                x = torch.embedding(ps[0], ids)
                for l in range((len(ps) - 3) // 15):
                  x = self.layer_shared(x, ps, l, ad, scale, c, s, heads, kv, eps, sizes, owner, mask)
                return self.score_shared(x, ps, eps, source, target, place, zeros, temperature)
            """;

    /**
     * The same pass part by part, for {@link RecomputedPass}: {@code part_embed} makes what goes into the first layer, {@code part_layer} is
     * layer {@code l}, {@code part_score} makes of what leaves the last layer what {@code chosen} gives.
     */
    static final String PARTS =
            """
              def part_embed(self: __torch__.Ops, ids: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float) -> Tensor:
                return torch.embedding(ps[0], ids)
              def part_layer(self: __torch__.Ops, x: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, positions: Tensor, owner: Tensor, pm: Tensor, am: Tensor, l: int) -> Tensor:
                sizes = self.sizes_shared(x.size(0), pm, am)
                mask = self.mask_shared(pm, am)
                c = torch.index_select(cos, 0, positions).unsqueeze(1)
                s = torch.index_select(sin, 0, positions).unsqueeze(1)
                return self.layer_shared(x, ps, l, ad, scale, c, s, heads, kv, eps, sizes, owner, mask)
              def part_score(self: __torch__.Ops, x: Tensor, ps: List[Tensor], ad: List[Tensor], scale: float, cos: Tensor, sin: Tensor, heads: int, kv: int, eps: float, source: Tensor, target: Tensor, place: Tensor, zeros: Tensor, temperature: float) -> List[Tensor]:
                return self.score_shared(x, ps, eps, source, target, place, zeros, temperature)
            """;

    private SharedPromptScript() {}
}
