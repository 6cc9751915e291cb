namespace SageServe.Gateway;

/// <summary>Prompt tokens from the length of the text: four bytes a token, three more for each chat message.</summary>
internal static class TokenEstimate
{
    public const int BytesPerToken = 4;
    public const int TokensPerMessage = 3;

    public static int Of(long textBytes, int messages, int tokenIds)
    {
        var tokens = (textBytes + BytesPerToken - 1) / BytesPerToken + (long)messages * TokensPerMessage + tokenIds;
        return (int)Math.Clamp(tokens, 1, int.MaxValue);
    }
}
