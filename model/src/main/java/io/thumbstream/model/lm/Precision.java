package io.thumbstream.model.lm;

/**
 * Type of the numbers that the products of a decoder's layers are computed in.
 *
 * <p>Weights, gradients, moments, norms, rotation, the residual stream and the scores of tokens are float32 in either case. A product takes the
 * type's copy of its two matrices, made inside the compiled pass, and gives float32; gradients pass through the copies, so that a step moves
 * float32 weights and no loss has to be scaled. Source: Micikevicius et al., Mixed precision training, 2017, arXiv 1710.03740, for the weights
 * that are kept in float32; Kalamkar et al., A study of BFLOAT16 for deep learning training, 2019, arXiv 1905.12322. Ours differs: the head
 * stays float32, because a score above 16 would round by up to 0.06 nat, which ratios of log-probabilities would see.
 */
public enum Precision {
    /** As the weights are stored; exact on every device. */
    FLOAT32(
            """
              def product(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
                return torch.linear(x, w)
              def product_and_bias(self: __torch__.Ops, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
                return torch.linear(x, w, bias)
              def attention_causal(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, None, 0.0, True)
              def attention_masked(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, mask, 0.0, False)
            """),
    /** Products of eight significant bits with float32 around them; for cards that multiply in it, which is Ampere (2020) and later. */
    BFLOAT16(
            """
              def product(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
                return torch.to(torch.linear(torch.to(x, 15), torch.to(w, 15)), 6)
              def product_and_bias(self: __torch__.Ops, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
                return self.product(x, w) + bias
              def attention_causal(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.to(torch.scaled_dot_product_attention(torch.to(q, 15), torch.to(k, 15), torch.to(v, 15), None, 0.0, True), 6)
              def attention_masked(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
                m = torch.to(mask, 15)
                return torch.to(torch.scaled_dot_product_attention(torch.to(q, 15), torch.to(k, 15), torch.to(v, 15), m, 0.0, False), 6)
            """);

    private final String products;

    Precision(String products) {
        this.products = products;
    }

    /**
     * TorchScript source of {@code product}, {@code product_and_bias}, {@code attention_causal} and {@code attention_masked}, which
     * {@link LmScript} calls; float32 goes in and comes out.
     */
    public String products() {
        return products;
    }
}
