namespace SageServe.EngineModel;

/// <summary>Small dense linear systems, by elimination with pivots.</summary>
internal static class LinearSystem
{
    /// <summary>Solves matrix x = right; both are used up. A column without information gives 0.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var x = (double[])right.Clone();
        for (var i = 0; i < n; i++)
        {
            SwapLargestTo(i, matrix, x);
            if (Math.Abs(matrix[i, i]) < 1e-300)
            {
                continue;
            }

            for (var row = i + 1; row < n; row++)
            {
                var factor = matrix[row, i] / matrix[i, i];
                x[row] -= factor * x[i];
                for (var column = i; column < n; column++)
                {
                    matrix[row, column] -= factor * matrix[i, column];
                }
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < n; column++)
            {
                x[i] -= matrix[i, column] * x[column];
            }

            x[i] = Math.Abs(matrix[i, i]) < 1e-300 ? 0 : x[i] / matrix[i, i];
        }

        return x;
    }

    private static void SwapLargestTo(int i, double[,] matrix, double[] x)
    {
        var largest = i;
        for (var row = i + 1; row < x.Length; row++)
        {
            largest = Math.Abs(matrix[row, i]) > Math.Abs(matrix[largest, i]) ? row : largest;
        }

        (x[i], x[largest]) = (x[largest], x[i]);
        for (var column = 0; column < x.Length; column++)
        {
            (matrix[i, column], matrix[largest, column]) = (matrix[largest, column], matrix[i, column]);
        }
    }
}
