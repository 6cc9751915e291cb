namespace SageServe.Gateway;

/// <summary>Ends the handling of a Files or Batches call with this error; <see cref="BatchEndpoint"/> writes it.</summary>
internal sealed class ApiRefusal(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
